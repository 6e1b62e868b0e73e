import type { JsonObject } from "../jupyter/json.ts";
import { headingsOf } from "../notebook/headings.ts";
import { Outputs } from "../notebook/outputs.ts";
import type { CodeCell, Notebook, Output } from "../notebook/types.ts";
import type { CellPosition, CellResult } from "./results.ts";

/** How a cell went. */
type Ending = Pick<CellResult, "status" | "seconds" | "executionCount" | "error">;

const NOT_RUN: Ending = { status: "not-run", seconds: 0, executionCount: null, error: undefined };

/** What a notebook's cells have put out and how they went, while it runs. */
export class Transcript {
  /** What the kernel says about its language. */
  language: JsonObject | undefined;
  readonly #notebook: Notebook;
  readonly #headings: readonly (string | undefined)[];
  readonly #outputs = new Outputs();
  readonly #endings = new Map<number, Ending>();
  readonly #cellOfRequest = new Map<string, number>();

  constructor(notebook: Notebook) {
    this.#notebook = notebook;
    this.#headings = headingsOf(notebook.cells);
  }

  /** The code cells with anything in them, by their place among all cells. */
  get codeCells(): readonly (readonly [number, CodeCell])[] {
    return this.#notebook.cells.flatMap((cell, index) => {
      return cell.cell_type === "code" && cell.source.trim() !== "" ? [[index, cell] as const] : [];
    });
  }

  /** A request was made for a cell: what refers to it belongs to the cell. */
  request(index: number, request: string): void {
    this.#cellOfRequest.set(request, index);
  }

  /** Takes in an iopub message. */
  take(request: string, type: string, content: JsonObject): void {
    const cell = this.#cellOfRequest.get(request);
    if (cell !== undefined) this.#outputs.apply(cell, type, content);
  }

  /** The kernel has done with a cell. */
  close(index: number): void {
    this.#outputs.finish(index);
  }

  end(index: number, ending: Partial<Ending>): void {
    this.#endings.set(index, { ...NOT_RUN, ...this.#endings.get(index), ...ending });
  }

  outputsOf(index: number): readonly Output[] {
    return this.#outputs.of(index);
  }

  positionOf(index: number): CellPosition {
    return { index, id: this.#notebook.cells[index]?.id ?? "", heading: this.#headings[index] };
  }

  resultOf(index: number, { source }: CodeCell): CellResult {
    const ending = this.#endings.get(index) ?? NOT_RUN;
    return { ...this.positionOf(index), source, ...ending, outputs: this.outputsOf(index) };
  }

  results(): readonly CellResult[] {
    return this.codeCells.map(([index, cell]) => this.resultOf(index, cell));
  }

  /** The notebook with the outputs so far; cells that have not run have none. */
  notebook(): Notebook {
    const cells = this.#notebook.cells.map((cell, index) =>
      cell.cell_type === "code"
        ? {
            ...cell,
            outputs: this.outputsOf(index),
            execution_count: this.#endings.get(index)?.executionCount ?? null,
          }
        : cell,
    );
    const { metadata } = this.#notebook;
    return {
      ...this.#notebook,
      metadata: this.language ? { ...metadata, language_info: this.language } : metadata,
      cells,
    };
  }
}
