import { attempt } from "../../object.ts";
import { arqueroSource, isArquero } from "./arquero.ts";
import { arrowSource, arrowVectorSource, isArrow, isArrowVector } from "./arrow.ts";
import { danfoSource, isDanfo } from "./danfo.ts";
import { isFrame, isSeries, polarsSource } from "./polars.ts";
import type { TableSource } from "../table-source.ts";

/** Reads a library's tables: a function that makes the source, or undefined for any other value. */
type Reader = (value: unknown) => (() => TableSource) | undefined;

const READERS: readonly Reader[] = [
  reader(isFrame, polarsSource),
  reader(isSeries, (series) => {
    const frame = series.toFrame();
    return isFrame(frame)
      ? polarsSource(frame)
      : { columns: [], height: 0, isFrame: true, read: () => ({ values: [] }) };
  }),
  reader(isArquero, arqueroSource),
  reader(isArrow, arrowSource),
  reader(isArrowVector, arrowVectorSource),
  reader(isDanfo, danfoSource),
];

function reader<T>(is: (value: unknown) => value is T, sourceOf: (value: T) => TableSource): Reader {
  return (value) => (is(value) ? () => sourceOf(value) : undefined);
}

function readerOf(value: unknown): (() => TableSource) | undefined {
  for (const read of READERS) {
    const found = attempt(() => read(value));
    if (found) return found;
  }
  return undefined;
}

/** True for a frame, series or table of a supported library. */
export function isTabular(value: unknown): value is object {
  return readerOf(value) !== undefined;
}

/** The table in such a value; undefined for any other value. */
export function librarySource(value: unknown): TableSource | undefined {
  return readerOf(value)?.();
}
