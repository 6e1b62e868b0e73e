/** The UTF-16 offset of a cursor that Jupyter counts in code points; beyond the end counts as the end. */
export function toUtf16(text: string, codePoints: number): number {
  let offset = 0;
  for (let left = codePoints; left > 0 && offset < text.length; left--) {
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  }
  return offset;
}

/** The cursor, in code points, of a UTF-16 offset. */
export function toCodePoints(text: string, utf16: number): number {
  let codePoints = 0;
  for (let offset = 0; offset < utf16 && offset < text.length; codePoints++) {
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  }
  return codePoints;
}
