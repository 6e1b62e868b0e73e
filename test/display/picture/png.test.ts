import { describe, expect, test } from "vitest";
import { rasterize, toPng } from "../../../src/display/picture/png.ts";
import { toSvg } from "../../../src/display/picture/svg.ts";
import { bars } from "../../support/charts.ts";
import { countDark, decodePng } from "../../support/png.ts";

async function sizeOf(chart: object): Promise<{ width: number; height: number }> {
  const [, width, height] = / width="([\d.]+)" height="([\d.]+)"/.exec(await toSvg(chart)) ?? [];
  return { width: Number(width), height: Number(height) };
}

describe("toPng", () => {
  test.each([1, 1.5, 2])("has %d pixels for each CSS pixel", async (scale) => {
    const { width, height } = await sizeOf(bars);
    const picture = decodePng(await toPng(bars, { scale }));
    expect([picture.width, picture.height]).toEqual([Math.ceil(width * scale), Math.ceil(height * scale)]);
  });

  test("has 2 pixels for each CSS pixel by default", async () => {
    expect(decodePng(await toPng(bars)).width).toBe(2 * (await sizeOf(bars)).width);
  });

  test("draws the text, and blue bars of the right height", async () => {
    const svg = await toSvg(bars);
    const withText = decodePng(await rasterize(svg, 1));
    const without = decodePng(await rasterize(svg.replaceAll(/<text.*?<\/text>/g, ""), 1));
    expect(countDark(without)).toBe(0);
    expect(countDark(withText)).toBeGreaterThan(150);
    let blue = 0;
    for (let at = 0; at < withText.data.length; at += 4) {
      blue += withText.data[at] === 0x4c && withText.data[at + 1] === 0x78 && withText.data[at + 2] === 0xa8 ? 1 : 0;
    }
    // Two bars of 90 px: 1/3 and 3/3 of the 120 px plot, edges blended.
    expect(blue).toBeGreaterThan(0.95 * 90 * 160);
    expect(blue).toBeLessThanOrEqual(90 * 160);
  });

  test("bold and regular text are different glyphs", async () => {
    const [regular, bold] = [
      decodePng(await rasterize(family("400"), 1)),
      decodePng(await rasterize(family("bold"), 1)),
    ];
    expect(countInk(bold.data)).toBeGreaterThan(1.2 * countInk(regular.data));
    expect(countInk(regular.data)).toBeGreaterThan(50);
  });

  test.each([
    [{ ...bars, width: 9e5 }, 1, "its size is 900000. Give pixels as numbers of at most 100,000."],
    [
      { ...bars, width: 20_000, height: 10_000 },
      1,
      /its picture would have 20,\d+ by 10,\d+ pixels\. Draw fewer names/,
    ],
    [bars, 100, /its picture would have [\d,]+ by [\d,]+ pixels/],
    [bars, 0, "its scale is 0. Give a number above 0."],
    [bars, Number.NaN, "its scale is NaN. Give a number above 0."],
  ])("is an error where it would be too large, or have no size (%#)", async (spec, scale, message) => {
    await expect(toPng(spec, { scale })).rejects.toThrow(message);
  });

  test("the background is white, or the chart's own", async () => {
    expect(Array.from(decodePng(await toPng(bars, { scale: 1 })).data.slice(0, 4))).toEqual([255, 255, 255, 255]);
    const tinted = { ...bars, background: "#102030" };
    expect(Array.from(decodePng(await toPng(tinted, { scale: 1 })).data.slice(0, 4))).toEqual([16, 32, 48, 255]);
  });

  test("is the same bytes each time", async () => {
    const first = await toPng(bars);
    await toPng({ ...bars, title: "Another" });
    expect(Buffer.compare(first, await toPng(bars))).toBe(0);
  });
});

function family(weight: string): string {
  const text = `<text y="15" font-family="Liberation Sans" font-weight="${weight}">Family</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="20">${text}</svg>`;
}

function countInk(data: Uint8Array): number {
  let ink = 0;
  for (let at = 3; at < data.length; at += 4) {
    ink += (data[at] ?? 0) / 255;
  }
  return ink;
}
