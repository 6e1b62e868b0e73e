import { createHash } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { expectationOf } from "../../notebook/expected-errors.ts";
import type { CodeCell } from "../../notebook/types.ts";
import { cacheFolder } from "../../util/files/cache-folder.ts";
import { WriteError, writeAtomic } from "../../util/files/write-atomic.ts";
import type { PlannedCell } from "./plan-cells.ts";

/** Digests of the code that the stored outputs of cells come from, by the ids of the cells. */
export type RanCode = ReadonlyMap<string, string>;

const Stored = v.object({ file: v.string(), cells: v.record(v.string(), v.string()) });

/** True when the outputs of a cell come from the code, and the marks about errors, that it has now. */
export function isFrom(ran: RanCode, cell: CodeCell): boolean {
  return ran.get(cell.id) === digestOf(cell);
}

/**
 * The code that an earlier run in place has executed. An editor that changes a cell keeps its outputs and count, so the
 * notebook alone does not show it. Undefined when it is not known.
 */
export async function readRanCode(file: string): Promise<RanCode | undefined> {
  try {
    const stored = v.parse(Stored, JSON.parse(await readFile(pathFor(file), "utf8")));
    return stored.file === file ? new Map(Object.entries(stored.cells)) : undefined;
  } catch {
    // There was no such run, or its record is damaged: without one, all cells run.
    return undefined;
  }
}

/** Keeps the code of the cells that a run in place executes, for {@link readRanCode}. */
export async function keepRanCode(file: string, planned: readonly PlannedCell[]): Promise<void> {
  const before = await readRanCode(file);
  const cells = planned.flatMap(({ cell, action }): [string, string][] => {
    const digest = action === "run" ? digestOf(cell) : before?.get(cell.id);
    return digest === undefined ? [] : [[cell.id, digest]];
  });
  try {
    await writeAtomic(pathFor(file), JSON.stringify({ file, cells: Object.fromEntries(cells) }));
  } catch (error) {
    // Without a record, a later run with --resume executes all cells.
    if (!(error instanceof WriteError)) throw error;
  }
}

/** Forgets the code of a run in place, whose results are elsewhere. */
export async function forgetRanCode(file: string): Promise<void> {
  await rm(pathFor(file), { force: true });
}

function pathFor(file: string): string {
  return join(cacheFolder(), "resume", `${sha256(file)}.json`);
}

function digestOf(cell: CodeCell): string {
  return sha256(JSON.stringify([cell.source, expectationOf(cell, { allowErrors: false, strictRaises: false })]));
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
