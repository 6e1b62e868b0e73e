const SPACE = /[ \t\r\n]*/y;
const PLAIN = /[^\s,\]}]+/y;

/**
 * The places of the cells' characters in a notebook's file: for each cell of format 4 an offset for each
 * character, and one for the end.
 */
export function sourceOffsets(text: string): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>();
  let at = 0;
  value([]);
  return found;

  function skip(pattern: RegExp): void {
    pattern.lastIndex = at;
    at += pattern.exec(text)?.[0].length ?? 0;
  }

  function value(path: readonly (string | number)[]): void {
    skip(SPACE);
    const start = text[at];
    if (start === '"') string(cellOf(path));
    else if (start === "{" || start === "[") items(start === "{", path);
    else skip(PLAIN);
    skip(SPACE);
  }

  function items(isObject: boolean, path: readonly (string | number)[]): void {
    const end = isObject ? "}" : "]";
    at++;
    skip(SPACE);
    for (let index = 0; at < text.length && text[at] !== end; index++) {
      let key: string | number = index;
      if (isObject) {
        const start = at;
        string(undefined);
        key = text.slice(start + 1, at - 1);
        skip(SPACE);
        at++;
      }
      value([...path, key]);
      if (text[at] === ",") at++;
      else if (text[at] !== end) return;
      skip(SPACE);
    }
    at++;
  }

  function string(cell: number | undefined): void {
    const offsets = cell === undefined ? undefined : (found.get(cell) ?? []);
    offsets?.splice(-1, offsets.length > 0 ? 1 : 0);
    at++;
    while (at < text.length && text[at] !== '"') {
      offsets?.push(at);
      at += text[at] !== "\\" ? 1 : text[at + 1] === "u" ? 6 : 2;
    }
    offsets?.push(at);
    if (cell !== undefined && offsets !== undefined) found.set(cell, offsets);
    at++;
  }
}

function cellOf([cells, index, source]: readonly (string | number)[]): number | undefined {
  return cells === "cells" && typeof index === "number" && source === "source" ? index : undefined;
}
