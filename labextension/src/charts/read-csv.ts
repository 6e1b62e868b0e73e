import { csvRecords } from "../../../src/timm/csv/csv-records.ts";

/** The rows of a CSV string, with values as strings; no rows for other formats. */
export function readCsv(text: string, format: object): Record<string, string>[] {
  if ("type" in format && format.type !== "csv") return [];
  const [head, ...records] = csvRecords(text);
  const names = head?.fields.map((field) => field.text) ?? [];
  return records.map(({ fields }) => Object.fromEntries(names.map((name, at) => [name, fields[at]?.text ?? ""])));
}
