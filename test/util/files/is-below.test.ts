import { expect, it } from "vitest";
import { isBelow } from "../../../src/util/files/is-below.ts";

it.each([
  ["", true],
  ["a/b.csv", true],
  ["..a/b.csv", true],
  ["..", false],
  ["../a.csv", false],
  ["/a.csv", false],
  ["D:/a.csv", false],
  ["//server/share/a.csv", false],
])("tells whether a path leads below its start: %j %j", (path, isThere) => {
  expect(isBelow(path)).toBe(isThere);
});
