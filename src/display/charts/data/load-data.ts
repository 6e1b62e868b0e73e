import { accessSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import type pl from "nodejs-polars";
import { messageOf } from "../../../util/error.ts";
import { ChartDataError } from "../../errors/chart-data-error.ts";
import { ChartError } from "../../errors/chart-error.ts";
import { type ChartSource, sourceOf } from "./chart-source.ts";

const FORMATS: Readonly<Record<string, string>> = { ".csv": "csv", ".tsv": "tsv", ".json": "json" };

type Polars = typeof pl;

/** Readers of files, by file extension. */
const READERS: Readonly<Record<string, (polars: Polars, file: string) => unknown>> = {
  ".csv": (polars, file) => polars.readCSV(file, { tryParseDates: true }),
  ".tsv": (polars, file) => polars.readCSV(file, { tryParseDates: true, sep: "\t" }),
  ".json": (_, file): unknown => JSON.parse(readFileSync(file, "utf8")),
  ".ndjson": (polars, file) => polars.readJSON(file, { format: "lines" }),
  ".jsonl": (polars, file) => polars.readJSON(file, { format: "lines" }),
  ".parquet": (polars, file) => polars.readParquet(file),
  ".arrow": (polars, file) => polars.readIPC(file),
  ".feather": (polars, file) => polars.readIPC(file),
};

/** Data at an address, loaded where the chart is drawn: by the notebook's page, and by this process for the picture. */
export type AddressData = { readonly url: string; readonly format?: { readonly type: string } };

/** @returns the address as Vega-Lite's data; undefined for the path of a file. */
export function addressData(data: string | URL): AddressData | undefined {
  const url = String(data);
  if (!/^https?:/i.test(url)) return undefined;
  const type = FORMATS[extname(new URL(url).pathname).toLowerCase()];
  return { url, ...(type !== undefined && { format: { type } }) };
}

/**
 * Reads a file into the chart's own rows: a browser would look for the path on its own machine.
 *
 * @throws {ChartDataError} when the file cannot be read.
 * @throws {ChartError} when its extension is unknown, or it does not contain an array of objects.
 */
export function readSource(path: string | URL, title: string): ChartSource {
  const file = path instanceof URL || path.startsWith("file:") ? fileURLToPath(path) : path;
  const read = READERS[extname(file).toLowerCase()];
  if (read === undefined) {
    const got = `its data ${JSON.stringify(file)} is not a file that charts can read`;
    throw new ChartError(title, got, `Give a file ending in ${Object.keys(READERS).join(", ")}`);
  }
  const source = sourceOf(attempted(() => read(createRequire(import.meta.url)("nodejs-polars"), file), file, title));
  if (source !== undefined) return source;
  throw new ChartError(
    title,
    `${file} does not contain an array of objects`,
    'Give one such as [{ "a": 1 }, { "a": 2 }]',
  );
}

function attempted(read: () => unknown, file: string, title: string): unknown {
  try {
    accessSync(file);
    return read();
  } catch (cause) {
    throw new ChartDataError(title, file, new Error(messageOf(cause).split("\n")[0], { cause }));
  }
}
