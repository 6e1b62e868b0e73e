const EXPECTED = / \/\/ (TS[^\r\n]*)(?=\r?$)/;

/**
 * The code of a cell as it is run, and the errors in the comments at the ends of its lines: `a.foo; // TS2339 at 3` is
 * the cell `a.foo;` with the error `TS2339 1:3`. Commas separate the errors of one line.
 */
export function readExpectations(written: string): { readonly code: string; readonly errors: readonly string[] } {
  const errors: string[] = [];
  const lines = written.split("\n").map((line, index) =>
    line.replace(EXPECTED, (_, named: string) => {
      for (const error of named.split(", ")) errors.push(error.replace(" at ", ` ${index + 1}:`));
      return "";
    }),
  );
  return { code: lines.join("\n"), errors };
}
