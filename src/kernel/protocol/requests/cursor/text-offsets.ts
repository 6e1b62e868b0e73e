/** Converts Jupyter's cursor, in code points, to a UTF-16 offset: at most the text's length. */
export function toUtf16(text: string, codePoints: number): number {
  let offset = 0;
  for (let left = codePoints; left > 0 && offset < text.length; left--) {
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  }
  return offset;
}

/** Converts a UTF-16 offset to Jupyter's cursor, in code points. */
export function toCodePoints(text: string, utf16: number): number {
  let codePoints = 0;
  for (let offset = 0; offset < utf16 && offset < text.length; codePoints++) {
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  }
  return codePoints;
}
