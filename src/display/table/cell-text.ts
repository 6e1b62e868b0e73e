const LONGEST_CELL = 200;

/** The most characters of a cell, header or type in a terminal. */
export const LONGEST_TERMINAL_CELL = 40;

const CONTROL = /\p{Cc}/gu;

/** The text of a cell, cut to 200 characters. */
export function cellText(cell: string): string {
  return shorten(cell, LONGEST_CELL);
}

/** The text of a cell in a terminal, cut to 40 characters; the string "null" is quoted, so that it is not taken for a missing value. */
export function terminalCellText(cell: string): string {
  const plain = cell.replaceAll(CONTROL, (character) => JSON.stringify(character).slice(1, -1));
  return plain === "null" ? '"null"' : shorten(plain, LONGEST_TERMINAL_CELL);
}

/** The string cut to `longest` characters; the last one is an ellipsis if anything is missing. */
export function shorten(text: string, longest: number): string {
  if (text.length <= longest) {
    return text;
  }
  const characters = Array.from(text);
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join("")}\u{2026}`;
}
