import { type BigIntStats, statSync } from "node:fs";
import type pl from "nodejs-polars";
import type { Columns } from "../columns.ts";
import { readTable } from "./read-table.ts";

/** A table that was read, held only while it is in use, and the state of its file at the time. */
type Known = { readonly state: string; readonly table: WeakRef<pl.DataFrame> };

// File system clocks are coarse: within this time, a file may change without a new modification time.
const TICK_NS = 2_000_000_000n;

const known = new Map<string, Known>();
const tables = new WeakSet<pl.DataFrame>();

/**
 * The same as `readTable`, but a table whose file has not changed since this process last read it is not read again.
 * Do not change it, and hand out only copies.
 *
 * @throws the errors of `readTable`.
 */
export function readTableOnce(file: string, columns: Columns): pl.DataFrame {
  const key = JSON.stringify([file, columns]);
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
  const earlier = known.get(key);
  if (stats !== undefined && earlier?.state === stateOf(stats)) {
    const table = earlier.table.deref();
    if (table !== undefined) return table;
  }
  const table = readTable(file, columns);
  tables.add(table);
  if (stats !== undefined && isSettled(stats)) known.set(key, { state: stateOf(stats), table: new WeakRef(table) });
  return table;
}

/** True for a table of `readTableOnce`, which nobody changes. */
export function isSharedTable(table: pl.DataFrame): boolean {
  return tables.has(table);
}

function stateOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(" ");
}

function isSettled({ mtimeNs, ctimeNs }: BigIntStats): boolean {
  const now = BigInt(Date.now()) * 1_000_000n;
  return now - mtimeNs > TICK_NS && now - ctimeNs > TICK_NS;
}
