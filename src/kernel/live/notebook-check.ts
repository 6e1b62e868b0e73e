import type { CodeLanguage } from "../../notebook/code-language.ts";
import type { ServerDiagnostic } from "../types/compiler/replies/read-replies.ts";
import type { LiveCompiler } from "../types/live-compiler.ts";
import { isSame, NotebookNames } from "../types/live/affected-cells.ts";
import { type JoinedCells, joinWritten } from "../types/live/joined-cells.ts";
import { joinedExports, partModule } from "../types/live/notebook-parts.ts";
import type { WrittenCell, WrittenCells } from "../types/live/written-cells.ts";
import type { LiveCells, ReadCell } from "./live-cells.ts";
import { errorsInCells, syntaxErrors, usedEarly } from "./diagnose.ts";
import type { LiveDiagnostic } from "./messages.ts";

type Errors = readonly LiveDiagnostic[];

/** A cell as written into the module, and the compiler's errors in it. */
type Checked = { readonly written: WrittenCell; readonly errors: Errors };

/** The errors by the places of the cells. When incomplete, further ones follow. */
type Found = { readonly errors: ReadonlyMap<number, Errors>; readonly isComplete: boolean };

type Answer = { readonly checked: readonly Checked[]; readonly isComplete: boolean };

type Snapshot = Pick<LiveCells, "all" | "written">;

// With no more other cells than this, a first answer about the changed cells would hardly come earlier.
const FEW = 4;

/**
 * Finds the errors in the cells of a notebook. After a change, it first asks about the changed cells, then about all
 * cells that the change may affect: the compiler reads the others only for the types of their names.
 */
export class LiveCheck {
  readonly #compiler: LiveCompiler;
  readonly #language: CodeLanguage;
  readonly #syntax = new WeakMap<ReadCell, Errors>();
  /** The results by cell id, in the order of the notebook. */
  #checked: ReadonlyMap<string, Checked> | undefined;
  /** The cells of the module whose names the others import, by id. */
  #rest: ReadonlyMap<string, WrittenCell> = new Map();
  #isWhole = false;

  constructor(compiler: LiveCompiler, language: CodeLanguage) {
    this.#compiler = compiler;
    this.#language = language;
  }

  /** True when the latest errors come from all cells as one module; false when they come from parts. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /**
   * Yields the errors of all cells, the first time perhaps with new errors only for the changed cells and earlier ones
   * for the others. Ends early when the signal aborts.
   *
   * @param scope `changes`: asks only about the cells that changes since the last check may affect.
   */
  async *errors(cells: Snapshot, scope: "changes" | "all", signal: AbortSignal): AsyncGenerator<Found> {
    const { all, written } = cells;
    const before = this.#checked;
    const fresh = written.cells.filter((cell, at) => !isSame(cell, before?.get(all[at]?.id ?? "")?.written));
    const hasChanged = await this.#compiler.readFiles(fresh.map(({ text }) => text).join("\n"));
    if (hasChanged) this.#checked = undefined;
    const ids = all.map(({ id }) => id);
    const isApart =
      scope === "changes" &&
      this.#checked !== undefined &&
      [...this.#checked.keys()].join("\n") === ids.join("\n") &&
      canBeApart(written);
    const answers = isApart ? this.#inParts(cells, signal) : this.#asWhole(cells, signal);
    for await (const { checked, isComplete } of answers) {
      const errors = await this.#withOthers(checked, all);
      if (signal.aborted) return;
      yield { errors, isComplete };
    }
  }

  async *#asWhole({ all, written }: Snapshot, signal: AbortSignal): AsyncGenerator<Answer> {
    const joined = joinWritten(written);
    const said = await this.#compiler.diagnose("live", joined, signal);
    if (!said || signal.aborted) return;
    const errors = errorsInCells(said, joined, all, this.#language);
    const checked = written.cells.map((cell, at) => ({ written: cell, errors: errors.get(at) ?? [] }));
    this.#keep(checked, all);
    this.#isWhole = true;
    yield { checked, isComplete: true };
    if (signal.aborted || !canBeApart(written)) return;
    // The compiler has then read these documents before the first change.
    this.#writeRest({ all, written });
    await this.#compiler.diagnose("part", partModule(written, [], [], this.#compiler.fileOf("rest")), signal);
  }

  async *#inParts({ all, written }: Snapshot, signal: AbortSignal): AsyncGenerator<Answer> {
    const names = new NotebookNames(written);
    const before = all.map(({ id }) => this.#checked?.get(id));
    const affected = names.since(before.map((cell) => cell?.written));
    const known = before.map((cell, at) => cell ?? { written: written.cells[at], errors: [] });
    const latest: Checked[] = written.cells.map((cell, at) => ({ written: cell, errors: known[at]?.errors ?? [] }));
    const parts =
      affected.all.length - affected.changed.length > FEW ? [affected.changed, affected.all] : [affected.all];
    for (const places of parts) {
      const found =
        places.length === 0 ? new Map<number, Errors>() : await this.#askAbout(places, names, { all, written }, signal);
      if (!found || signal.aborted) return;
      for (const at of places) {
        const cell = written.cells[at];
        if (cell) latest[at] = { written: cell, errors: found.get(at) ?? [] };
      }
      const isComplete = places === parts.at(-1);
      if (isComplete) this.#keep(latest, all);
      if (isComplete && places.length > 0) this.#isWhole = false;
      yield { checked: [...latest], isComplete };
    }
  }

  async #askAbout(
    places: readonly number[],
    names: NotebookNames,
    { all, written }: Snapshot,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<number, Errors> | undefined> {
    const taken = names.takenBy(places);
    const rest = all.map(({ id }) => this.#rest.get(id));
    const outdated = names.affectedSince(rest);
    if (taken.some((name) => outdated.has(name))) {
      this.#writeRest({ all, written });
    }
    const module: JoinedCells = partModule(written, places, taken, this.#compiler.fileOf("rest"));
    const said: readonly ServerDiagnostic[] | undefined = await this.#compiler.diagnose("part", module, signal);
    return said && errorsInCells(said, module, all, this.#language);
  }

  #writeRest({ all, written }: Snapshot): void {
    this.#compiler.write("rest", joinedExports(written));
    this.#rest = new Map(all.flatMap(({ id }, at) => (written.cells[at] ? [[id, written.cells[at]]] : [])));
  }

  #keep(checked: readonly Checked[], all: readonly ReadCell[]): void {
    this.#checked = new Map(all.flatMap(({ id }, at) => (checked[at] ? [[id, checked[at]] as const] : [])));
  }

  /** Adds the errors that the compiler does not find in the joined cells. */
  async #withOthers(checked: readonly Checked[], all: readonly ReadCell[]): Promise<Map<number, Errors>> {
    const early = usedEarly(all);
    const found = new Map<number, Errors>();
    for (const [at, cell] of all.entries()) {
      const first = early.get(at) ?? [];
      const others = (checked[at]?.errors ?? []).filter(({ start }) => !first.some((one) => one.start === start));
      const errors = cell.facts ? [...first, ...others] : await this.#syntaxErrorsOf(cell);
      if (errors.length > 0) found.set(at, errors);
    }
    return found;
  }

  async #syntaxErrorsOf(cell: ReadCell): Promise<Errors> {
    const known = this.#syntax.get(cell);
    if (known) return known;
    const said = await this.#compiler.diagnose("cell", { text: cell.code, language: "typescript" });
    const found = syntaxErrors(said ?? [], cell);
    if (said) this.#syntax.set(cell, found);
    return found;
  }
}

// A global declaration would exist twice, in two documents.
function canBeApart({ cells, language }: WrittenCells): boolean {
  return language === "typescript" && !cells.some(({ facts }) => facts?.augments);
}
