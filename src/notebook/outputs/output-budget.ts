import type { JsonObject } from "../../jupyter/json.ts";
import type { OutputAmount, Outputs } from "./apply-outputs.ts";

/** The most that a cell may output, and all cells of a notebook together; 0 for no limit. */
export type OutputLimits = { readonly cell: OutputAmount; readonly notebook: OutputAmount };

/** `fits`, or the limit that a message is the first to exceed; `dropped` for those after it. */
export type BudgetVerdict = "fits" | keyof OutputLimits | "dropped";

const COUNTED = new Set(["stream", "display_data", "execute_result", "update_display_data"]);

/** Decides which outputs of a notebook are kept, by the amount that it holds at the moment. */
export class OutputBudget {
  readonly #limits: OutputLimits;
  readonly #outputs: Outputs;
  readonly #cut = new Set<number>();

  constructor(limits: OutputLimits, outputs: Outputs) {
    this.#limits = limits;
    this.#outputs = outputs;
  }

  /** Decides about an output message of a cell, before it is applied. Errors always fit. */
  take(cell: number, type: string, content: JsonObject): BudgetVerdict {
    const isCleared = type === "clear_output" ? content["wait"] !== true : this.#outputs.isToBeCleared(cell);
    if (isCleared) this.#cut.delete(cell);
    if (!COUNTED.has(type)) return "fits";
    if (this.#cut.has(cell)) return "dropped";
    const growth = this.#outputs.growthBy(cell, type, content);
    const over = isOver(this.#limits.cell, this.#outputs.amountOf(cell), growth)
      ? "cell"
      : isOver(this.#limits.notebook, this.#outputs.total, growth) && "notebook";
    if (!over) return "fits";
    this.#cut.add(cell);
    return over;
  }
}

function isOver(limit: OutputAmount, held: OutputAmount, { bytes, count }: OutputAmount): boolean {
  return exceeds(limit.bytes, held.bytes, bytes) || exceeds(limit.count, held.count, count);
}

// A message that reduces the amount always fits.
function exceeds(limit: number, held: number, growth: number): boolean {
  return limit > 0 && growth > 0 && held + growth > limit;
}
