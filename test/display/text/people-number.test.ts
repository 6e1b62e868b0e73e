import { expect, test } from "vitest";
import { peopleNumber } from "../../../src/display/text/people-number.ts";

test.each([
  [4.7e-6, "s", "4.7 µs"],
  [0.0009999, "s", "1 ms"],
  [999.9e-6, "s", "1 ms"],
  [7200, "s", "7,200 s"],
  [2.4e9, "B", "2.4 GB"],
  [1e-15, "s", "0.001 ps"],
  [-0.05, "m", "-50 mm"],
  [0, "s", "0 s"],
  [86.64, "%", "86.6 %"],
  [1_234_567, "", "1.23 million"],
  [4.65e-5, "", "0.0000465"],
  [12, "", "12"],
  [-0, "", "0"],
  [1e15, "", "1e+15"],
  [9.2233e18, "", "9.22e+18"],
  [1.234e-300, "", "1.23e-300"],
  [2e30, "%", "2e+30 %"],
])("%d %s is %s", (value, unit, text) => {
  expect(peopleNumber(value, unit)).toBe(text);
});
