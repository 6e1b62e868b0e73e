import { expect, test } from "vitest";
import { isWorthwhile } from "../../../src/kernel/process/garbage.ts";

const MB = 1024 * 1024;

test.for([
  ["much may be given back", { used: 30, total: 90, kept: 20 }, true],
  ["nothing was collected before", { used: 30, total: 40, kept: 0 }, true],
  ["V8 holds little more than after the last collection", { used: 30, total: 47, kept: 40 }, false],
  ["much of it is garbage", { used: 250, total: 300, kept: 20 }, true],
  ["it took long the last time", { used: 150, total: 300, kept: 101 }, false],
  ["it may take very long", { used: 301, total: 400, kept: 0 }, false],
  ["V8 says nothing", { used: Number.NaN, total: Number.NaN, kept: 0 }, false],
] as const)("whether to collect when %s", ([, { used, total, kept }, expected]) => {
  expect(isWorthwhile({ usedSize: used * MB, totalSize: total * MB }, kept * MB)).toBe(expected);
});
