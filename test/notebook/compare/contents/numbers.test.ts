import { describe, expect, it } from "vitest";
import { isTextClose } from "../../../../src/notebook/compare/contents/numbers.ts";

const THOUSANDTH = { relative: 1e-3, absolute: 0 };

describe("isTextClose", () => {
  it.each([
    ["loss 0.123456", "loss 0.123457"],
    ["[1.0, -2.5e-10]", "[1.0001, -2.5001e-10]"],
    ["1,234.5 rows", "1,235.1 rows"],
    ["1 of 2: 0.5 s", "1 of 2: 0.5001 s"],
    ["x  9.99 | y", "x 10.0 | y"],
    ["nan inf 1.", "nan inf 1.0"],
    ["The loss is 0.5000.", "The loss is 0.5001."],
    ["took 12.30s (0.4000s/step), 1.500GB", "took 12.31s (0.4001s/step), 1.501GB"],
    ["10ms, 5µs", "9.995ms, 5.001µs"],
    ["[0. 1.]", "[-0. 1.0]"],
  ])("accepts %j and %j as equal within a thousandth", (a, b) => {
    expect(isTextClose(a, b, THOUSANDTH)).toBe(true);
    expect(isTextClose(b, a, THOUSANDTH)).toBe(true);
    expect(isTextClose(a, b, { relative: 0, absolute: 0 })).toBe(false);
  });

  it.each([
    ["loss 0.123", "loss 0.124"],
    ["2024 rows", "2025 rows"],
    ["1,234 rows", "1,235 rows"],
    ["resnet50.5", "resnet50.501"],
    ["0.5 a", "0.5 b"],
    ["0.5", "0.5 0.5"],
    ["0.5", "inf"],
    ["0.5", "-0.5"],
    ["2024-01-02", "2024-01-03"],
    ["1.2.3", "1.2.4"],
    ["1000.1.2", "1000.2.2"],
    ["Found 5000.", "Found 5001."],
    ["5000ms", "5001ms"],
    ["1.500s", "1.500m"],
    ["0x1000", "0x1001"],
    ["1234e5f", "1235e5f"],
    ["2.000rc1", "2.001rc1"],
    ["id 9007199254740993", "id 9007199254740992"],
    ["agent 007", "agent 7"],
  ])("distinguishes %j from %j", (a, b) => {
    expect(isTextClose(a, b, THOUSANDTH)).toBe(false);
  });

  it("has an absolute tolerance, for numbers near zero", () => {
    expect(isTextClose("1.2e-17", "-3.4e-17", { relative: 1e-3, absolute: 1e-12 })).toBe(true);
    expect(isTextClose("1.2e-17", "-3.4e-17", THOUSANDTH)).toBe(false);
  });
});
