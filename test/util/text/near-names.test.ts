import { expect, test } from "vitest";
import { nearNames } from "../../../src/util/text/near-names.ts";

test.each([
  ["temp", ["date", "temperature", "Time"], ["temperature", "Time"]],
  ["pint", ["line", "point"], ["point"]],
  ["Datum", ["date", "day"], ["date"]],
  ["lien", ["line", "bar", "point"], ["line"]],
  ["colour", ["color", "x"], ["color"]],
  ["qqqq", ["date", "temp_c"], []],
  ["", ["abcd"], []],
])("%j is near %j: %j", (misspelt, names, near) => {
  expect(nearNames(misspelt, names)).toEqual(near);
});
