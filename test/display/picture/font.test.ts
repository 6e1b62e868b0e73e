import { describe, expect, test } from "vitest";
import { coversText, FONT_FILES, openFont, textWidth } from "../../../src/display/picture/font.ts";

/** Advance widths of Liberation Sans in units of 1/2048, as its hmtx table gives them; Arial's are the same. */
const REGULAR: Record<string, number> = { A: 1366, i: 455, " ": 569, "0": 1139, W: 1933, "%": 1821, é: 1139, Ω: 1531 };
const BOLD: Record<string, number> = { A: 1479, i: 569, " ": 569, "0": 1139, W: 1933 };

describe("openFont", () => {
  test.each(Object.entries(REGULAR))("the regular %s", (character, units) => {
    expect(openFont(FONT_FILES.regular).width(character.codePointAt(0) ?? 0)).toBe(units / 2048);
  });

  test.each(Object.entries(BOLD))("the bold %s", (character, units) => {
    expect(openFont(FONT_FILES.bold).width(character.codePointAt(0) ?? 0)).toBe(units / 2048);
  });

  test("reports characters that it lacks", () => {
    const font = openFont(FONT_FILES.regular);
    expect(font.has("A".charCodeAt(0))).toBe(true);
    expect(font.has("時".charCodeAt(0))).toBe(false);
    expect(font.has(0x1f680)).toBe(false);
  });
});

describe("textWidth", () => {
  test("sums the characters' widths at a size", () => {
    expect(textWidth("Ai 0", { size: 10, bold: false })).toBeCloseTo((10 * (1366 + 455 + 569 + 1139)) / 2048, 10);
    expect(textWidth("Ai", { size: 13, bold: true })).toBeCloseTo((13 * (1479 + 569)) / 2048, 10);
  });

  test("an emoji counts once, not as its two halves", () => {
    expect(textWidth("🚀", { size: 10, bold: false })).toBe(10);
    expect(textWidth("", { size: 10, bold: false })).toBe(0);
  });
});

test("coversText accepts Latin, Greek and Cyrillic, and nothing that needs another font", () => {
  expect(coversText("Größe, Ελλη\nЖ → 1.5e-5")).toBe(true);
  expect(coversText("Größe 時間")).toBe(false);
});
