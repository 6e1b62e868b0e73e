import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../util/package-root.ts";

/** The font family of every picture, and the fallbacks for viewers of an SVG that lack it. */
export const FONT_FAMILY = "Liberation Sans, Arial, Helvetica, sans-serif";

/** The paths of the font's files. */
export const FONT_FILES = { regular: fontFile("Regular"), bold: fontFile("Bold") };

/** A font's advance widths by character code, as fractions of the font size. */
export type FontWidths = { has(code: number): boolean; width(code: number): number };

const MISSING_WIDTH = 1;
const opened = new Map<string, FontWidths>();

/** The widths of one of the font's files, read once. */
export function openFont(file: string): FontWidths {
  const known = opened.get(file);
  if (known !== undefined) {
    return known;
  }
  const font = parseFont(readFileSync(file));
  opened.set(file, font);
  return font;
}

/** The width of a line of text in pixels, as in a browser without kerning. */
export function textWidth(text: string, style: { size: number; bold: boolean }): number {
  const font = openFont(style.bold ? FONT_FILES.bold : FONT_FILES.regular);
  let width = 0;
  for (const character of text) {
    width += font.width(character.codePointAt(0) ?? 0);
  }
  return width * style.size;
}

// The font has all of these characters.
const ASCII = /^[\0-\x7f]*$/;

/** True when the font has a glyph for every character of the string. */
export function coversText(text: string): boolean {
  if (ASCII.test(text)) return true;
  const font = openFont(FONT_FILES.regular);
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code > 0x20 && !font.has(code)) {
      return false;
    }
  }
  return true;
}

// Offsets of fields in OpenType's tables `head` and `hhea`.
const UNITS_PER_EM_AT = 18;
const METRICS_COUNT_AT = 34;

/** Reads the OpenType tables that contain widths: head, hhea, hmtx and cmap (format 4). */
function parseFont(bytes: Buffer): FontWidths {
  const unitsPerEm = bytes.readUInt16BE(tableStart(bytes, "head") + UNITS_PER_EM_AT);
  const metrics = bytes.readUInt16BE(tableStart(bytes, "hhea") + METRICS_COUNT_AT);
  const hmtx = tableStart(bytes, "hmtx");
  const glyphOf = characterMap(bytes, tableStart(bytes, "cmap"));
  const widths = new Map<number, number>();
  function width(code: number): number {
    const known = widths.get(code);
    if (known !== undefined) {
      return known;
    }
    const glyph = glyphOf(code);
    const advance = bytes.readUInt16BE(hmtx + 4 * Math.min(glyph, metrics - 1));
    const share = glyph === 0 ? MISSING_WIDTH : advance / unitsPerEm;
    widths.set(code, share);
    return share;
  }
  return { width, has: (code) => glyphOf(code) !== 0 };
}

function tableStart(bytes: Buffer, tag: string): number {
  const tables = bytes.readUInt16BE(4);
  for (let record = 12; record < 12 + 16 * tables; record += 16) {
    if (bytes.toString("latin1", record, record + 4) === tag) {
      return bytes.readUInt32BE(record + 8);
    }
  }
  throw new Error(`The font has no ${tag} table`);
}

function characterMap(bytes: Buffer, cmap: number): (code: number) => number {
  const map = cmap + unicodeMapOffset(bytes, cmap);
  const segments = bytes.readUInt16BE(map + 6) / 2;
  const ends = map + 14;
  const starts = ends + 2 * segments + 2;
  const deltas = starts + 2 * segments;
  const offsets = deltas + 2 * segments;
  return (code) => {
    for (let segment = 0; segment < segments; segment++) {
      if (code > bytes.readUInt16BE(ends + 2 * segment)) {
        continue;
      }
      const start = bytes.readUInt16BE(starts + 2 * segment);
      if (code < start) {
        return 0;
      }
      const delta = bytes.readUInt16BE(deltas + 2 * segment);
      const at = offsets + 2 * segment;
      const offset = bytes.readUInt16BE(at);
      const glyph = offset === 0 ? code : bytes.readUInt16BE(at + offset + 2 * (code - start));
      return offset !== 0 && glyph === 0 ? 0 : (glyph + delta) % 0x1_00_00;
    }
    return 0;
  };
}

function unicodeMapOffset(bytes: Buffer, cmap: number): number {
  const tables = bytes.readUInt16BE(cmap + 2);
  for (let record = cmap + 4; record < cmap + 4 + 8 * tables; record += 8) {
    const offset = bytes.readUInt32BE(record + 4);
    if (bytes.readUInt16BE(record) === 3 && bytes.readUInt16BE(cmap + offset) === 4) {
      return offset;
    }
  }
  throw new Error("The font has no Unicode character map of format 4");
}

function fontFile(style: string): string {
  return join(packageRoot(), "assets", "fonts", `LiberationSans-${style}.ttf`);
}
