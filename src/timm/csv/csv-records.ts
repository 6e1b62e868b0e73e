/** One record of a CSV file: the line it starts on and its fields, with `quoted` fields unwrapped. */
export type CsvRecord = { line: number; fields: { text: string; quoted: boolean }[]; broken?: true };

const field = /("[^"]*(?:""[^"]*)*"|[^",\n]*)(,|\n|$)/y;

/** The records of a CSV string, one at a time. Stops with a `broken` one at invalid CSV, such as a lone quote. */
export function* csvRecords(text: string): Generator<CsvRecord> {
  let line = 1;
  let at = 0;
  while (at < text.length) {
    const record: CsvRecord = { line, fields: [] };
    for (let end = ","; end === ","; ) {
      field.lastIndex = at;
      const match = field.exec(text);
      if (match === null) {
        yield { ...record, line, broken: true };
        return;
      }
      const [all, raw = "", stop = ""] = match;
      const quoted = raw.startsWith('"');
      const value = quoted ? raw.slice(1, -1).replaceAll('""', '"') : raw;
      record.fields.push({ text: stop === "," ? value : value.replace(/\r$/, ""), quoted });
      line += raw.split("\n").length - 1;
      at += all.length;
      end = stop;
    }
    line++;
    yield record;
  }
}

/** The fields of a CSV header line. */
export function csvHeader(line: string): string[] {
  const [record] = csvRecords(line);
  return record === undefined ? [] : record.fields.map((name) => name.text);
}
