import { expect, it } from "vitest";
import { durationText } from "../../../src/cli/run/duration.ts";

it.each([
  [0.4, "0 s"],
  [59.9, "59 s"],
  [60, "1:00 min"],
  [3599, "59:59 min"],
  [3725, "1:02:05 h"],
])("shows %d seconds as %s", (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});
