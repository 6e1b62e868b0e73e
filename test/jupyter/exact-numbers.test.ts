import { assert, jsonValue, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { exactNumbers } from "../../src/jupyter/exact-numbers.ts";
import { fuzz } from "../support/fuzz.ts";

describe("the numbers that JavaScript writes differently", () => {
  it("are found by their place", () => {
    const text = `{"a": [true, false, null, 1.0, {"b/c": 1e3, "~": "x"}], "\\"k\\"": -0, "n": 12345678901234567890, "1": 0.5}`;
    expect(Object.fromEntries(exactNumbers(text))).toEqual({
      "/a/3": "1.0",
      "/a/4/b~1c": "1e3",
      '/"k"': "-0",
      "/n": "12345678901234567890",
    });
  });

  it("are not looked for in strings", () => {
    expect(exactNumbers(String.raw`{"1.0": "1.0, 2.0", "a": "\\", "b": "\\\"1.0", "c": ["]", 1]}`).size).toBe(0);
  });

  it("count once for a key that occurs twice: the last time", () => {
    expect([...exactNumbers('{"a": 1.0, "a": 2.0}')]).toEqual([["/a", "2.0"]]);
  });

  it("do not occur in JSON that JavaScript wrote", () => {
    assert(
      property(jsonValue(), (value) => {
        expect(exactNumbers(JSON.stringify(value, null, 1)).size).toBe(0);
      }),
      fuzz(),
    );
  });
});
