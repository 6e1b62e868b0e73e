import type { CodeCell, Notebook } from "../../notebook/types.ts";
import { packageRoot } from "../../util/package-root.ts";
import { packageVersion } from "../../util/package-version.ts";
import { WriteError } from "../../util/write-atomic.ts";
import { join } from "node:path";
import { cellName } from "../cell-numbers.ts";
import type { PlannedCell } from "../cell-plan.ts";
import type { Outcome } from "../job.ts";
import { hasError } from "../failure.ts";
import { expectationOf } from "../expectation.ts";
import { headingsOf } from "../../notebook/headings.ts";
import type { Cached, CellResult } from "../results.ts";
import { type Entry, EntryFault, FORMAT } from "./entry.ts";
import { type Inputs, inputsOf, type Subject } from "./inputs.ts";
import { keyOf } from "./parts.ts";
import { CacheStore } from "./store.ts";
import { restoreFiles, SavedFiles, type WrittenFile, writtenBetween } from "./written.ts";

/** The cached outputs of a notebook, which then need not run. */
export type Hit = {
  readonly cached: Cached;
  readonly notebook: Notebook;
  readonly cells: readonly CellResult[];
  /** Writes the files that the run wrote, too. */
  readonly restore: () => Promise<void>;
};

/** A notebook that is to run, and whose outputs can be kept. */
export type Miss = {
  /** Variables for the kernel. */
  readonly env: Readonly<Record<string, string>>;
  /** Keeps what came of it; resolves with a sentence when that is not possible. */
  readonly keep: (outcome: Pick<Outcome, "notebook" | "cells">, seconds: number) => Promise<string | undefined>;
  /** Forgets it: nothing came of it that can be kept. */
  readonly drop: () => Promise<void>;
};

/** The cache's answer for a notebook: its outputs, or a way to keep new ones; and a notice for people. */
export type Answer = { readonly hit?: Hit; readonly miss?: Miss; readonly notice?: string };

const VERSION = packageVersion(join(packageRoot(), "package.json"));

/** Looks for a notebook's outputs. */
export async function askCache(subject: Subject, store = new CacheStore()): Promise<Answer> {
  const { settings, source, notebook, cells } = subject;
  const inputs = await inputsOf(subject);
  if (inputs.refusal !== undefined) return { notice: `it is not cached: ${inputs.refusal}` };
  const key = keyOf(inputs.parts);
  const miss = missOf(subject, inputs, store);
  if (settings.verify || settings.record) {
    return { miss, notice: `it runs, because --${settings.verify ? "verify" : "record"} asks for a run` };
  }
  const found = await store.read(source, key);
  if (found === undefined) return { miss };
  const fault = found instanceof EntryFault ? found.got : undefined;
  const planned = cells.filter(({ action }) => action !== "skip");
  if (found instanceof EntryFault || found.entry.cells.length !== planned.length) {
    return { miss, notice: `its entry in the cache is not used: ${fault ?? "it has other cells"}` };
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

/** A notebook with the outputs of an entry, and what came of its cells. */
function applied(
  { metadata, cells: kept }: Entry,
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

function missOf(subject: Subject, before: Inputs, store: CacheStore): Miss {
  const saved = new SavedFiles();
  return {
    env: saved.env,
    drop: async () => void (await saved.take()),
    keep: async (outcome, seconds) => {
      const paths = await saved.take();
      const refusal = refusalAfter(subject, outcome);
      if (refusal !== undefined) return `it is not cached: ${refusal}`;
      const written = await writtenBetween(before, await inputsOf(subject), paths);
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
}

// A result that passes only with --allow-errors is not kept.
function refusalAfter({ cells, settings }: Subject, outcome: Pick<Outcome, "cells">): string | undefined {
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
  { notebook, cells }: Subject,
  outcome: Pick<Outcome, "notebook" | "cells">,
): Pick<Entry, "metadata" | "cells"> {
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
