import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import { comparePictures } from "../../../../src/notebook/compare/contents/picture.ts";

const EXACT = { pixels: 0, color: 0 };

/** A white picture with some grey pixels, counted from the top left. */
function png(width: number, height: number, grey: Readonly<Record<number, number>> = {}, deflateLevel = 9): Uint8Array {
  const picture = new PNG({ width, height });
  picture.data.fill(255);
  for (const [pixel, value] of Object.entries(grey)) picture.data.fill(value, Number(pixel) * 4, Number(pixel) * 4 + 3);
  return PNG.sync.write(picture, { deflateLevel });
}

describe("comparePictures", () => {
  it("accepts the same pixels, however they are compressed", () => {
    const [one, other] = [png(20, 10, { 3: 0 }), png(20, 10, { 3: 0 }, 0)];
    expect(one).not.toEqual(other);
    expect(comparePictures(one, other, EXACT)).toBeUndefined();
  });

  it("sees a single pixel a shade darker, and paints it red", () => {
    const found = comparePictures(png(20, 10), png(20, 10, { 25: 254 }), EXACT);
    if (typeof found !== "object") throw new Error("It must be a difference");
    expect(found.expected).toBe("20 × 10 pixels");
    expect(found.actual).toBe("20 × 10 pixels, 1 of 200 pixels differ (0.50 %)");
    const picture = PNG.sync.read(Buffer.from(found.picture));
    expect([picture.width, picture.height]).toEqual([20 * 3 + 16, 10]);
    // Pixel 25 is the sixth of the second row; the third panel begins at 56.
    const at = (1 * picture.width + 56 + 5) * 4;
    expect([...picture.data.subarray(at, at + 4)]).toEqual([255, 0, 0, 255]);
  });

  it("tolerates a share of pixels, and barely visible shades", () => {
    const [white, dark] = [png(20, 10), png(20, 10, { 25: 0, 26: 0 })];
    expect(comparePictures(white, dark, { pixels: 0.01, color: 0 })).toBeUndefined();
    expect(comparePictures(white, dark, { pixels: 0.005, color: 0 })).toBeDefined();
    expect(comparePictures(white, png(20, 10, { 25: 250 }), { pixels: 0, color: 0.1 })).toBeUndefined();
  });

  it("reports pictures of another size, and shows both", () => {
    const found = comparePictures(png(20, 10), png(10, 12), { pixels: 1, color: 1 });
    if (typeof found !== "object") throw new Error("It must be a difference");
    expect(found.actual).toBe("10 × 12 pixels");
    expect(PNG.sync.read(Buffer.from(found.picture))).toMatchObject({ width: 38, height: 12 });
  });

  it("does not read files that are broken, not PNG, or claim to be huge", () => {
    const good = png(20, 10);
    const huge = Buffer.from(good);
    huge.writeUInt32BE(1e6, 16);
    huge.writeUInt32BE(1e6, 20);
    for (const bad of [good.subarray(0, 50), Buffer.from("GIF89a".repeat(10)), new Uint8Array(0), huge]) {
      expect(comparePictures(good, bad, EXACT)).toBe("unreadable");
    }
  });
});
