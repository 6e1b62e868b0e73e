import { hasError } from "../../notebook/outputs/has-error.ts";
import { hasTag } from "../../notebook/tags.ts";
import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { RestorableCells } from "../../kernel/cell/restoring/restorable.ts";
import { makeFolder } from "../../util/files/make-folder.ts";
import { packageRoot } from "../../util/package-root.ts";
import { packageVersion } from "../../util/package-version.ts";
import { WriteError } from "../../util/files/write-atomic.ts";
import type { PlannedCell } from "../plan/plan-cells.ts";
import type { KeptCells, StateKeeper } from "../execute/job.ts";
import type { CellResult } from "../results.ts";
import type { KernelSession } from "../execute/session/kernel-session.ts";
import { cellName } from "../cell-numbers.ts";
import { cacheMetadataIn, NEVER } from "./cache-metadata.ts";
import { digestOf, digestOfPath } from "./digest.ts";
import { EntryFault, FORMAT } from "./entry-format.ts";
import { type Inputs, inputsOf, type CacheSubject } from "./inputs/collect-inputs.ts";
import { moduleProblemIn } from "./restorable-imports.ts";
import { keyOf, type InputPart } from "./inputs/input-parts.ts";
import type { CacheStore } from "./store.ts";
import { restoreFiles, type SavedFiles, withContents, writtenFiles } from "./written-files.ts";

/** Values are kept only after cells that took this long together; quicker cells are as fast to run again. */
const WORTH_SECONDS = 0.2;
const VERSION = packageVersion(join(packageRoot(), "package.json"));

/** The names that cells at the start of a notebook declare: `values` are stored, `made` are declared again. */
type Names = { readonly values: readonly string[]; readonly made: readonly string[] };

/** Restores the cells at the start of a notebook from the cache, and stores the values of their names there. */
export class CellCache implements StateKeeper {
  readonly #subject: CacheSubject;
  readonly #before: Inputs;
  readonly #store: CacheStore;
  readonly #saved: SavedFiles;
  readonly #running: readonly PlannedCell[];
  /** The names of the first cell, of the first two, and so on, as far as cells can be restored. */
  readonly #names: readonly Names[];
  #restored: KeptCells | undefined;
  /** The reason why later cells are not kept. */
  #problem: string | undefined;
  #ran: CellResult[] = [];
  #secondsSince = 0;
  #isStopped = false;

  /** @param before everything that the notebook's outputs depend on, before it runs. */
  constructor(subject: CacheSubject, before: Inputs, { store, saved }: { store: CacheStore; saved: SavedFiles }) {
    this.#subject = subject;
    this.#before = before;
    this.#store = store;
    this.#saved = saved;
    this.#running = subject.cells.filter(({ action }) => action !== "skip");
    const { names, problem } = namesOf(subject, this.#running);
    this.#names = names;
    this.#problem = problem;
  }

  /** The cells that come from the cache; undefined when none do. */
  get kept(): KeptCells | undefined {
    return this.#restored;
  }

  /** The reason why some cells are not kept, as a phrase for the user; undefined when all can be. */
  get notice(): string | undefined {
    return this.#problem;
  }

  /** Finds the longest run of cells from the start that is in the cache. */
  async find(): Promise<void> {
    const entries = await this.#store.list(this.#subject.source);
    const counts = entries.flatMap(({ head }) => (head?.state === undefined ? [] : [cellsIn(head.parts)]));
    const possible = [...new Set(counts)].filter((count) => count <= this.#names.length).toSorted((a, b) => b - a);
    for (const count of possible) {
      const found = await this.#read(count);
      if (found === undefined) continue;
      this.#restored = found;
      return;
    }
  }

  /** Discards the cells found, because the kernel could not restore them. */
  reject(): void {
    this.#restored = undefined;
    this.#ran = [];
    this.#secondsSince = 0;
  }

  async keep(session: KernelSession, result: CellResult): Promise<void> {
    this.#ran.push(result);
    this.#secondsSince += result.seconds;
    const count = this.#ran.length;
    const names = this.#names[count - 1];
    if (names === undefined) return;
    // Imports run again in any case.
    if (names.values.length === 0) this.#secondsSince = 0;
    if (hasError(result.outputs)) return this.#stop(count, `${cellName(result.number)} ended with an error`);
    if (this.#secondsSince < WORTH_SECONDS || this.#isStopped) return;
    const file = join(this.#store.folder, `${randomUUID()}.state`);
    try {
      await makeFolder(this.#store.folder, 0o700);
      try {
        const problem = await session.snapshot({ file, ...names });
        if (problem !== undefined) return this.#stop(count, problem);
        await this.#write(count, file);
        this.#secondsSince = 0;
      } finally {
        await rm(file, { force: true });
      }
    } catch (error) {
      if (!(error instanceof WriteError) && !(error instanceof Error && "code" in error)) throw error;
      const { message } = error instanceof WriteError ? error : new WriteError(this.#store.folder, error);
      this.#stop(count, message);
    }
  }

  /** Keeps no more cells: a later cell may change a display of the cells so far. */
  stop(problem: string): void {
    this.#stop(this.#ran.length + 1, problem);
  }

  #stop(count: number, problem: string): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    const cell = this.#running[count - 1];
    this.#problem = `the cells from ${cellName(cell?.number)} on are not kept: ${problem}`;
  }

  async #write(count: number, file: string): Promise<void> {
    const known = await this.#keyOf(count);
    const before = new Map(this.#before.parts.map((part) => [`${part.kind} ${part.name}`, part.value]));
    const isSame = known?.parts.every(({ kind, name, value }) => before.get(`${kind} ${name}`) === value) ?? false;
    if (known === undefined || !isSame) {
      return this.#stop(count, "something that it depends on changed while it ran");
    }
    const written = await withContents(writtenFiles(await this.#saved.paths()));
    const state = digestOfPath(file);
    if (typeof written === "string" || state === undefined) return this.#stop(count, "it wrote too many files");
    const results = this.#ran;
    const head = {
      format: FORMAT,
      tsnb: VERSION,
      source: this.#subject.source,
      key: known.key,
      made: new Date().toISOString(),
      seconds: results.reduce((sum, { seconds }) => sum + seconds, this.#restored?.seconds ?? 0),
      parts: known.parts,
      written: written.map(({ path, digest }) => ({ path, digest })),
      state,
    } as const;
    const cells = this.#running.slice(0, count).map(({ cell }, index) => {
      const { outputs = [], executionCount = null } = results[index] ?? {};
      return { ...cell, outputs, execution_count: executionCount };
    });
    const contents = written.map(({ content }) => content);
    await this.#store.write({ head, metadata: {}, cells }, contents, this.#subject.settings.cacheSize, file);
  }

  async #read(count: number): Promise<KeptCells | undefined> {
    const known = await this.#keyOf(count);
    const found = known && (await this.#store.read(this.#subject.source, known.key));
    if (found === undefined || found instanceof EntryFault) return undefined;
    const { head, cells } = found.entry;
    if (head.state === undefined || cells.length !== count) return undefined;
    const written = head.written.flatMap(({ path, digest }, index) => {
      const content = found.contents[index];
      return content === undefined ? [] : [{ path, digest, content }];
    });
    await restoreFiles(written);
    this.#saved.add(written.map(({ path }) => path));
    const outputs = this.#running.slice(0, count).flatMap((planned, index) => {
      const cell = cells[index];
      return cell === undefined ? [] : [[planned.index, cell] as const];
    });
    return { file: join(found.folder, head.state), cells: new Map(outputs), seconds: head.seconds };
  }

  async #keyOf(count: number): Promise<{ readonly key: string; readonly parts: readonly InputPart[] } | undefined> {
    const { parts, refusal } = await inputsOf({ ...this.#subject, cells: this.#running.slice(0, count) });
    return refusal === undefined ? { key: digestOf(`state ${keyOf(parts)}`), parts } : undefined;
  }
}

function cellsIn(parts: readonly InputPart[]): number {
  return parts.filter(({ kind }) => kind === "cell").length;
}

function namesOf(
  { source, label, notebook, kernel, env, cells }: CacheSubject,
  running: readonly PlannedCell[],
): { readonly names: readonly Names[]; readonly problem: string | undefined } {
  if (kernel.name !== "tsnb")
    return { names: [], problem: `cells are not kept: the kernel ${kernel.name} cannot restore values` };
  if (env["TSNB_SEED"] !== undefined)
    return { names: [], problem: "cells are not kept: random numbers continue from cell to cell" };
  const { stateless } = cacheMetadataIn(notebook, label, cells);
  const restorable = new RestorableCells(moduleProblemIn(dirname(source), stateless));
  const names: Names[] = [];
  for (const { cell, number } of running) {
    const problem = hasTag(cell.metadata, NEVER) ? `it is tagged ${NEVER}` : restorable.add(cell.source);
    if (problem !== undefined) {
      return { names, problem: `the cells from ${cellName(number)} on are not kept: ${problem}` };
    }
    names.push({ values: restorable.values, made: restorable.made });
  }
  return { names, problem: undefined };
}
