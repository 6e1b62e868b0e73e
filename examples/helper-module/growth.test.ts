import { expect, it } from "vitest";
import { growthRates } from "./growth.ts";

it("gives one rate fewer than values", () => {
  expect(growthRates([100, 110, 121, 121])).toEqual([0.1, 0.1, 0]);
  expect(growthRates([7])).toEqual([]);
});

it("refuses to divide by 0", () => {
  expect(() => growthRates([0, 5])).toThrow("value 1");
});
