import type { JsonObject, JsonValue } from "../../jupyter/json.ts";

/** How much a cell may put out, and all cells of a notebook together. */
export type OutputLimits = {
  /** Bytes of a cell, 0 for no limit. */
  readonly bytes: number;
  /** Outputs of a cell, 0 for no limit. */
  readonly count: number;
};

/** The limit of a notebook, in limits of a cell. */
const NOTEBOOK_FACTOR = 10;

/** Keeps account of what cells put out. */
export class OutputBudget {
  readonly #limits: OutputLimits;
  readonly #spent = new Map<number, number>();
  readonly #cut = new Set<number>();
  #total = 0;

  constructor(limits: OutputLimits) {
    this.#limits = limits;
  }

  /**
   * Accounts for an output message of a cell; true if it still fits.
   *
   * @param outputs how many outputs the cell has.
   * @returns "cut" for the first one that does not, "dropped" for those after it. Errors always fit.
   */
  take(cell: number, type: string, content: JsonObject, outputs: number): "fits" | "cut" | "dropped" {
    if (type === "clear_output") this.#spent.delete(cell);
    if (!["stream", "display_data", "execute_result", "update_display_data"].includes(type)) return "fits";
    if (this.#cut.has(cell)) return "dropped";
    const size = sizeOf(type === "stream" ? content["text"] : content["data"]);
    const { bytes, count } = this.#limits;
    const spent = (this.#spent.get(cell) ?? 0) + size;
    const isTooMuch = bytes > 0 && (spent > bytes || this.#total + size > bytes * NOTEBOOK_FACTOR);
    if (isTooMuch || (count > 0 && outputs >= count && type !== "update_display_data")) {
      this.#cut.add(cell);
      return "cut";
    }
    this.#spent.set(cell, spent);
    this.#total += size;
    return "fits";
  }
}

function sizeOf(value: JsonValue | undefined): number {
  if (typeof value === "string") return Buffer.byteLength(value);
  return value === undefined ? 0 : Buffer.byteLength(JSON.stringify(value));
}
