import type { JsonObject } from "../../../jupyter/json.ts";
import { headingsOf } from "../../../notebook/headings.ts";
import { allowedErrors } from "../../../notebook/expected-errors.ts";
import { hasError } from "../../../notebook/outputs/has-error.ts";
import { OutputBudget, type OutputLimits } from "../../../notebook/outputs/output-budget.ts";
import { Outputs } from "../../../notebook/outputs/apply-outputs.ts";
import type { Cell, CodeCell, Notebook, Output } from "../../../notebook/types.ts";
import type { PlannedCell } from "../../plan/plan-cells.ts";
import { withResumePoint } from "../../../notebook/resume-point.ts";
import { TsnbError } from "../../../util/error.ts";
import { CellFailedError } from "../../errors/cell-errors.ts";
import type { CellPosition, CellResult } from "../../results.ts";
import type { Redactor } from "../../secrets/redact-secrets.ts";
import { cutNotice } from "./cut-notice.ts";
import type { OutputMessage } from "../session/kernel-session.ts";
import { type StableIds, stableWidgetIds } from "./stable-widget-ids.ts";
import { type SendState, Widgets } from "./widgets.ts";

/** The outcome of a cell. */
type Ending = Pick<CellResult, "status" | "seconds" | "executionCount" | "error">;

const NOT_RUN: Ending = { status: "not-run", seconds: 0, executionCount: null, error: undefined };
const OUTPUT_TYPES = new Set([
  "stream",
  "display_data",
  "execute_result",
  "update_display_data",
  "error",
  "clear_output",
]);

export type TranscriptSettings = {
  readonly limits: OutputLimits;
  readonly send: SendState;
  readonly redactor: Redactor;
};

/** The outputs and results of a notebook's cells while it runs. */
export class Transcript {
  /** The number of changes so far to the values of `notebook` and `results`. */
  changes = 0;
  #language: JsonObject | undefined;
  readonly #notebook: Notebook;
  readonly #planned: ReadonlyMap<number, PlannedCell>;
  readonly #headings: readonly (string | undefined)[];
  readonly #outputs = new Outputs();
  readonly #budget: OutputBudget;
  readonly #widgets: Widgets;
  readonly #restored = new Map<number, CodeCell["outputs"]>();
  readonly #endings = new Map<number, Ending>();
  /** The cells that did not succeed although the saved notebook may look as if they did. */
  readonly #doubtful = new Set<number>();
  readonly #redactor: Redactor;
  readonly #cellOfRequest = new Map<string, number>();

  constructor(notebook: Notebook, planned: readonly PlannedCell[], settings: TranscriptSettings) {
    const { limits, send, redactor } = settings;
    this.#redactor = redactor;
    this.#notebook = notebook;
    this.#planned = new Map(planned.map((cell) => [cell.index, cell]));
    this.#headings = headingsOf(notebook.cells);
    this.#budget = new OutputBudget(limits, this.#outputs);
    this.#widgets = new Widgets(send);
  }

  /** Takes the kernel's `language_info`. */
  speaks(language: JsonObject): void {
    this.changes++;
    this.#language = language;
  }

  /** Assigns a request to a cell: messages that refer to the request belong to the cell. */
  request(index: number, request: string): void {
    this.#cellOfRequest.set(request, index);
  }

  /** Handles an iopub message; returns the index of the cell that it is an output of, else undefined. */
  take(message: OutputMessage): number | undefined {
    this.changes++;
    if (this.#widgets.take(message)) return undefined;
    const { request, type, content } = message;
    const cell = this.#cellOfRequest.get(request);
    if (cell === undefined) return undefined;
    const verdict = this.#budget.take(cell, type, content);
    if (verdict === "fits") this.#outputs.apply(cell, type, content);
    else if (verdict !== "dropped") {
      if (type === "stream") this.#outputs.apply(cell, type, { ...content, text: this.#start(cell, content) });
      this.#outputs.apply(cell, "stream", { name: "stderr", text: cutNotice(verdict, content) });
    }
    return OUTPUT_TYPES.has(type) ? cell : undefined;
  }

  /** The start of a stream's text that fits, without the beginning of a secret that would go on after it. */
  #start(cell: number, content: JsonObject): string {
    const { text, name } = content;
    const start = typeof text === "string" ? this.#budget.startThatFits(cell, content, text) : "";
    const last = this.#outputs.of(cell).at(-1);
    const before = last?.output_type === "stream" && last.name === name ? last.text : "";
    return start.slice(0, Math.max(0, start.length - this.#redactor.begun(before + start)));
  }

  end(index: number, ending: Partial<Ending>): void {
    this.changes++;
    this.#endings.set(index, { ...NOT_RUN, ...this.#endings.get(index), ...ending });
  }

  /** Records that a cell failed. */
  failed({ index, action }: PlannedCell, reason: unknown): void {
    this.end(index, { status: "failed", ...(reason instanceof TsnbError ? { error: reason } : {}) });
    const isShown = action === "run" && reason instanceof CellFailedError && hasError(this.outputsOf(index));
    if (!isShown) this.#doubtful.add(index);
  }

  /** Records that a cell ended with an allowed error. */
  allowed({ index, cell }: PlannedCell): void {
    if (allowedErrors(cell) === "none" && !hasError(this.outputsOf(index))) this.#doubtful.add(index);
  }

  /** Records that the files written by the cells are lost. */
  lost(): void {
    this.changes++;
    for (const { index, action } of this.#planned.values()) if (action !== "skip") this.#doubtful.add(index);
  }

  /** Takes a cell with its outputs from an earlier run. */
  restore(index: number, { outputs, execution_count: executionCount }: CodeCell): void {
    this.#restored.set(index, outputs);
    this.end(index, { status: "passed", executionCount });
  }

  outputsOf(index: number): readonly Output[] {
    return this.#redactor.outputs(this.#restored.get(index) ?? this.#outputs.of(index));
  }

  positionOf(index: number): CellPosition {
    const number = this.#planned.get(index)?.number;
    return { index, number, id: this.#notebook.cells[index]?.id ?? "", heading: this.#headings[index] };
  }

  resultOf({ index, cell, action }: PlannedCell): CellResult {
    const at = { ...this.positionOf(index), source: cell.source };
    const cached = this.#restored.has(index) ? ({ cached: true } as const) : {};
    if (action !== "skip")
      return { ...at, ...cached, ...(this.#endings.get(index) ?? NOT_RUN), outputs: this.outputsOf(index) };
    return skippedAt(at, cell);
  }

  results(): readonly CellResult[] {
    return Array.from(this.#planned.values(), (cell) => this.resultOf(cell));
  }

  /** The notebook with the outputs so far; cells that have not run yet have none. */
  notebook(): Notebook {
    const ids = stableWidgetIds(this.#widgets.metadata());
    const cells = this.#notebook.cells.map((cell, index) => this.#cell(cell, index, ids));
    const [widgets] = this.#redactor.values(ids.metadata === undefined ? [] : [ids.metadata]);
    const metadata = {
      ...this.#notebook.metadata,
      ...(this.#language ? { language_info: this.#language } : {}),
      ...(widgets ? { widgets } : {}),
    };
    const doubtful = cells.find((cell, index) => this.#doubtful.has(index) && hasCount(cell));
    const executed = { ...this.#notebook, metadata, cells };
    return doubtful === undefined ? executed : withResumePoint(executed, doubtful.id);
  }

  #cell(cell: Cell, index: number, ids: StableIds): Cell {
    if (cell.cell_type !== "code") return cell;
    const action = this.#planned.get(index)?.action;
    if (action === "skip" || action === "run-unsaved") return cell;
    const executed: CodeCell = {
      ...cell,
      outputs: ids.outputs(this.outputsOf(index)),
      execution_count: this.#endings.get(index)?.executionCount ?? null,
    };
    return executed;
  }
}

function hasCount(cell: Cell): boolean {
  return cell.cell_type === "code" && cell.execution_count !== null;
}

/** The result of a cell that was excluded from the run. */
export function skippedResult(notebook: Notebook, { index, number, cell }: PlannedCell): CellResult {
  const at = { index, number, id: cell.id, heading: headingsOf(notebook.cells)[index], source: cell.source };
  return skippedAt(at, cell);
}

function skippedAt(at: CellPosition & { readonly source: string }, cell: CodeCell): CellResult {
  return { ...at, ...NOT_RUN, status: "skipped", executionCount: cell.execution_count, outputs: cell.outputs };
}
