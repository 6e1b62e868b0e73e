/** A place in a string: the line from 1, the column from 0 in UTF-16 code units. */
export type Position = { readonly line: number; readonly column: number };

type Segment = { readonly column: number; readonly line: number; readonly sourceColumn: number };

/** The decoded `mappings` of a source map: by generated line, sorted by column. */
type Mappings = readonly (readonly Segment[])[];

const DIGITS = new Map(
  [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"].map((digit, value) => [digit, value]),
);

/**
 * Decodes the mappings of a source map with one source.
 *
 * @see https://tc39.es/ecma426/#sec-mappings
 */
function decodeMappings(mappings: string): Mappings {
  let line = 0;
  let sourceColumn = 0;
  return mappings.split(";").map((text) => {
    let column = 0;
    const segments: Segment[] = [];
    for (const part of text.split(",")) {
      const [columns, , lines, sourceColumns] = numbers(part);
      if (columns === undefined) continue;
      column += columns;
      if (lines === undefined || sourceColumns === undefined) continue;
      line += lines;
      sourceColumn += sourceColumns;
      segments.push({ column, line, sourceColumn });
    }
    return segments;
  });
}

function numbers(part: string): number[] {
  const values: number[] = [];
  let value = 0;
  let shift = 0;
  for (const character of part) {
    const digit = DIGITS.get(character) ?? 0;
    value += (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    values.push(value & 1 ? -(value >>> 1) : value >>> 1);
    value = 0;
    shift = 0;
  }
  return values;
}

/**
 * Maps a generated place to the source; undefined on a line with only generated code. Generated code at the start of
 * a line maps to the code that follows it.
 */
function trace(mappings: Mappings, { line, column }: Position): Position | undefined {
  const segments = mappings[line - 1];
  const segment = segments?.findLast((candidate) => candidate.column <= column) ?? segments?.[0];
  return segment && { line: segment.line + 1, column: segment.sourceColumn };
}

/** Maps a place back through several source maps, given from the last step to the first. */
export function traceAll(steps: readonly string[], position: Position): Position | undefined {
  return tracer(steps)(position);
}

/** The same as a function for many places: the source maps are decoded only once. */
export function tracer(steps: readonly string[]): (position: Position) => Position | undefined {
  const decoded = steps.map(decodeMappings);
  return (position) => {
    let at: Position | undefined = position;
    for (const mappings of decoded) at &&= trace(mappings, at);
    return at;
  };
}
