import { expect, it } from "vitest";
import { formatMarker, parseMarker } from "../../../src/convert/percent/marker.ts";

it("stays in one line, whatever line ends the cell's metadata contain", () => {
  const marker = { type: "code", title: undefined, options: { metadata: { "\u2028": "a\u2029b" } } } as const;
  const line = formatMarker(marker);
  expect(line).toBe(String.raw`// %% metadata={"\u2028":"a\u2029b"}`);
  expect(parseMarker(line)).toEqual(marker);
});
