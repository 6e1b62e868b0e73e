const LINES_SHOWN = 8;

/** Up to eight numbered lines of a cell around `line`, which is marked; without `line`, the first ones. */
export function numberedLines(source: string, line: number | undefined): string[] {
  const lines = source.split("\n");
  const start = Math.max(0, Math.min((line ?? 1) - Math.ceil(LINES_SHOWN / 2), lines.length - LINES_SHOWN));
  const shown = lines.slice(start, start + LINES_SHOWN);
  const width = `${start + shown.length}`.length;
  const rest = lines.length - start - shown.length;
  return [
    ...shown.map((text, index) => {
      const number = start + index + 1;
      return `${number === line ? ">" : " "} ${`${number}`.padStart(width)} | ${text}`.trimEnd();
    }),
    ...(rest > 0 ? [`  ${" ".repeat(width)} | … ${rest} more ${rest === 1 ? "line" : "lines"}`] : []),
  ];
}
