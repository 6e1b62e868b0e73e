import { hasError } from "../../notebook/outputs/has-error.ts";
import type { CodeCell, Notebook } from "../../notebook/types.ts";
import { packageRoot } from "../../util/package-root.ts";
import { packageVersion } from "../../util/package-version.ts";
import { WriteError } from "../../util/files/write-atomic.ts";
import { join } from "node:path";
import { cellName } from "../cell-numbers.ts";
import type { PlannedCell } from "../plan/plan-cells.ts";
import type { NotebookOutcome } from "../execute/job.ts";
import { expectationOf } from "../../notebook/expected-errors.ts";
import { headingsOf } from "../../notebook/headings.ts";
import type { Cached, CellResult } from "../results.ts";
import { type CacheEntry, EntryFault, FORMAT } from "./entry-format.ts";
import type { CellCache } from "./cell-cache.ts";
import { type Inputs, inputsOf, type CacheSubject } from "./inputs/collect-inputs.ts";
import { keyOf } from "./inputs/input-parts.ts";
import { CacheStore } from "./store.ts";
import { restoreFiles, type Saved, SavedFiles, type WrittenFile, writtenBetween } from "./written-files.ts";

/** The cached outputs of a notebook, which need not run. */
type Hit = {
  readonly cached: Cached;
  readonly notebook: Notebook;
  readonly cells: readonly CellResult[];
  /** Writes the files of the cached run again. */
  readonly restore: () => Promise<void>;
};

/** A notebook that must run. */
type Miss = {
  /** Variables for the kernel. */
  readonly env: Readonly<Record<string, string>>;
  /** Stores the result; resolves with a sentence that says why that was not possible, else undefined. */
  readonly keep: (outcome: Pick<NotebookOutcome, "notebook" | "cells">, seconds: number) => Promise<string | undefined>;
  /** Ends the work of the cache; nothing can be stored afterwards. */
  readonly close: () => Promise<void>;
  /** The cache of its first cells; undefined unless `--cache cells` is in effect. */
  readonly cells: CellCache | undefined;
};

/** The cache's answer for a notebook: its outputs, or a way to store new ones; and a notice for the user. */
export type CacheAnswer = { readonly hit?: Hit; readonly miss?: Miss; readonly notice?: string };

const VERSION = packageVersion(join(packageRoot(), "package.json"));

/** Looks for a notebook's outputs in the cache. */
export async function askCache(subject: CacheSubject, saved: Saved = new SavedFiles()): Promise<CacheAnswer> {
  const store = new CacheStore();
  const { settings, source, notebook, cells } = subject;
  const inputs = await inputsOf(subject);
  const miss = () => missOf(subject, inputs, { store, saved });
  if (inputs.refusal !== undefined) return { miss: await miss(), notice: `it is not cached: ${inputs.refusal}` };
  if (settings.verify || settings.record) {
    const notice = `it runs, because --${settings.verify ? "verify" : "record"} asks for a run`;
    return { miss: await miss(), notice };
  }
  const found = await store.read(source, keyOf(inputs.parts));
  if (found === undefined) return { miss: await miss() };
  const fault = found instanceof EntryFault ? found.got : undefined;
  const planned = cells.filter(({ action }) => action !== "skip");
  if (found instanceof EntryFault || found.entry.cells.length !== planned.length) {
    const notice = `its entry in the cache is not used: ${fault ?? "it has other cells"}`;
    return { miss: await miss(), notice };
  }
  const { entry, contents } = found;
  const written = entry.head.written.flatMap(({ path, digest }, index): WrittenFile[] => {
    const content = contents[index];
    return content === undefined ? [] : [{ path, digest, content }];
  });
  const { made, seconds } = entry.head;
  return {
    hit: { cached: { made, seconds }, ...applied(entry, notebook, cells), restore: () => restoreFiles(written) },
  };
}

/** A notebook with the outputs of an entry, and the results of its cells. */
function applied(
  { metadata, cells: kept }: CacheEntry,
  notebook: Notebook,
  planned: readonly PlannedCell[],
): Pick<Hit, "notebook" | "cells"> {
  const running = planned.filter(({ action }) => action !== "skip");
  const byIndex = new Map(running.map(({ index }, at) => [index, kept[at]]));
  const unsaved = new Set(running.filter(({ action }) => action === "run-unsaved").map(({ index }) => index));
  const headings = headingsOf(notebook.cells);
  const cells = notebook.cells.map((cell, index) => {
    const made = byIndex.get(index);
    if (cell.cell_type !== "code" || made === undefined || unsaved.has(index)) return cell;
    return { ...cell, outputs: made.outputs, execution_count: made.execution_count };
  });
  const results = planned.map(({ index, number, cell, action }): CellResult => {
    const { outputs, execution_count } = byIndex.get(index) ?? cell;
    return {
      index,
      number,
      id: cell.id,
      heading: headings[index],
      source: cell.source,
      status: action === "skip" ? "skipped" : "passed",
      seconds: 0,
      executionCount: execution_count,
      error: undefined,
      outputs,
    };
  });
  return { notebook: { ...notebook, metadata: { ...notebook.metadata, ...metadata }, cells }, cells: results };
}

async function missOf(
  subject: CacheSubject,
  before: Inputs & { readonly refusal: string | undefined },
  { store, saved }: { readonly store: CacheStore; readonly saved: Saved },
) {
  const miss: Miss = {
    env: saved.env,
    cells: await cellsOf(subject, before, { store, saved }),
    close: () => saved.drop(),
    keep: async (outcome, seconds) => {
      if (before.refusal !== undefined) return undefined;
      const paths = await saved.paths();
      const refusal = refusalAfter(subject, outcome);
      if (refusal !== undefined) return `it is not cached: ${refusal}`;
      const written = await writtenBetween(before, await inputsOf(subject), paths, subject.place.leftThere);
      if (typeof written === "string") return `it is not cached: ${written}`;
      const head = {
        format: FORMAT,
        tsnb: VERSION,
        source: subject.source,
        key: keyOf(before.parts),
        made: new Date().toISOString(),
        seconds,
        parts: before.parts,
        written: written.map(({ path, digest }) => ({ path, digest })),
      } as const;
      const entry = { head, ...keptOf(subject, outcome) };
      try {
        await store.write(
          entry,
          written.map(({ content }) => content),
          subject.settings.cacheSize,
        );
        return undefined;
      } catch (error) {
        if (error instanceof WriteError) return `it could not be cached: ${error.message}`;
        throw error;
      }
    },
  };
  return miss;
}

async function cellsOf(
  subject: CacheSubject,
  before: Inputs,
  { store, saved }: { readonly store: CacheStore; readonly saved: Saved },
): Promise<CellCache | undefined> {
  const { cache, verify, record } = subject.settings;
  if (cache !== "cells" || verify || record || !(saved instanceof SavedFiles)) return undefined;
  // The parser is loaded only when it is needed.
  const { CellCache } = await import("./cell-cache.ts");
  const cells = new CellCache(subject, before, { store, saved });
  await cells.find();
  return cells;
}

// A result that passes only with --allow-errors is not kept.
function refusalAfter({ cells, settings }: CacheSubject, outcome: Pick<NotebookOutcome, "cells">): string | undefined {
  const rules = { ...settings, allowErrors: false };
  const failed = outcome.cells.find(({ index, outputs }) => {
    const planned = cells.find((cell) => cell.index === index);
    return planned !== undefined && hasError(outputs) && expectationOf(planned.cell, rules).may === "none";
  });
  if (failed !== undefined) return `${cellName(failed.number)} failed`;
  const unfinished = outcome.cells.find(({ status }) => status === "failed" || status === "not-run");
  return unfinished === undefined ? undefined : `${cellName(unfinished.number)} did not succeed`;
}

function keptOf(
  { notebook, cells }: CacheSubject,
  outcome: Pick<NotebookOutcome, "notebook" | "cells">,
): Pick<CacheEntry, "metadata" | "cells"> {
  const { language_info, widgets } = outcome.notebook.metadata;
  const isNew = widgets !== undefined && widgets !== notebook.metadata["widgets"];
  const byIndex = new Map(outcome.cells.map((result) => [result.index, result]));
  const running = cells.filter(({ action }) => action !== "skip");
  return {
    metadata: { ...(language_info === undefined ? {} : { language_info }), ...(isNew ? { widgets } : {}) },
    cells: running.map(({ cell, index }): CodeCell => {
      const { outputs = [], executionCount = null } = byIndex.get(index) ?? {};
      return { ...cell, outputs, execution_count: executionCount };
    }),
  };
}
