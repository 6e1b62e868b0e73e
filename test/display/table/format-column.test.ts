import { describe, expect, test } from "vitest";
import { formatColumn } from "../../../src/display/table/format-column.ts";

describe("formatColumn", () => {
  test.each([
    ["whole numbers below 10,000, such as years", [2022, 7, -3], ["2022", "7", "-3"]],
    ["larger ones, with commas in the whole column", [1234, 12_345, -1_234_567], ["1,234", "12,345", "-1,234,567"]],
    ["decimals as many as are needed", [76.514, 80, 0.5], ["76.514", "80.000", "0.500"]],
    ["six significant digits of the largest", [88.123456789, 1], ["88.1235", "1.0000"]],
    ["two decimals at least beside large numbers", [21_485.8, 134.22], ["21,485.80", "134.22"]],
    ["small ones in exponent form", [4.654236751715086e-5, 0.0546], ["4.654e-5", "5.460e-2"]],
    ["zero beside small ones", [0, 1e-9], ["0", "1.000e-9"]],
    ["huge ones", [1e21, 2.5], ["1.000e+21", "2.500e+0"]],
    ["whole numbers held as floats", [224, 384], ["224", "384"]],
    ["negative zero", [-0, 1.5], ["0.0", "1.5"]],
    ["not a number and infinities", [Number.NaN, 1.25, Number.POSITIVE_INFINITY], ["NaN", "1.25", "Infinity"]],
    ["nothing but NaN", [Number.NaN], ["NaN"]],
    ["big integers to the last digit", [2n ** 60n, -5n], ["1,152,921,504,606,846,976", "-5"]],
    ["a big integer beside a fraction", [10n ** 20n, 0.5], ["100,000,000,000,000,000,000", "5.000e-1"]],
  ])("%s", (_name, values, cells) => {
    expect(formatColumn(values)).toEqual({ cells, numeric: true });
  });

  test("nulls differ from text", () => {
    expect(formatColumn([1.5, null, undefined])).toEqual({ cells: ["1.5", null, null], numeric: true });
    expect(formatColumn(["null", null])).toEqual({ cells: ["null", null], numeric: false });
    expect(formatColumn([null])).toEqual({ cells: [null], numeric: false });
    expect(formatColumn([])).toEqual({ cells: [], numeric: false });
  });

  test.each([
    [true, "true"],
    [new Date(Date.UTC(2022, 6, 27)), "2022-07-27"],
    [new Date(Date.UTC(2022, 6, 27, 9, 5)), "2022-07-27 09:05:00"],
    [new Date(Date.UTC(2022, 6, 27, 9, 5, 1, 20)), "2022-07-27 09:05:01.020"],
    [new Date(Number.NaN), "Invalid Date"],
    [[1, 2], "[ 1, 2 ]"],
    [{ x: { y: null } }, "{ x: { y: null } }"],
  ])("%o", (value, cell) => {
    expect(formatColumn([value])).toEqual({ cells: [cell], numeric: false });
  });

  test("a number among strings is formatted as a number", () => {
    expect(formatColumn(["a", 12_345.5])).toEqual({ cells: ["a", "12,345.5"], numeric: false });
  });

  test("the caller's format applies to all values but nulls", () => {
    expect(formatColumn([0.5, null], (value) => `${Number(value) * 100} %`)).toEqual({
      cells: ["50 %", null],
      numeric: true,
    });
  });
});
