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

  /** The start of a stream's text that fits into a cell. */
  startThatFits(cell: number, content: JsonObject, text: string): string {
    const { bytes: most, count } = this.#outputs.growthBy(cell, "stream", { ...content, text });
    const { cell: limit, notebook } = this.#limits;
    const held = [this.#outputs.amountOf(cell), this.#outputs.total] as const;
    if (exceeds(limit.count, held[0].count, count) || exceeds(notebook.count, held[1].count, count)) return "";
    const excess = Math.max(
      excessOf(limit.bytes, held[0].bytes + most),
      excessOf(notebook.bytes, held[1].bytes + most),
    );
    return startOf(text, Buffer.byteLength(text) - excess);
  }
}

function excessOf(limit: number, bytes: number): number {
  return limit > 0 ? Math.max(0, bytes - limit) : 0;
}

/** As many whole characters from the start of a text as its first bytes hold. */
function startOf(text: string, bytes: number): string {
  const encoded = Buffer.from(text);
  let end = Math.max(0, bytes);
  // A byte of this form continues a character.
  while (end > 0 && ((encoded[end] ?? 0) & 0xc0) === 0x80) end--;
  return encoded.toString("utf8", 0, end);
}

function isOver(limit: OutputAmount, held: OutputAmount, { bytes, count }: OutputAmount): boolean {
  return exceeds(limit.bytes, held.bytes, bytes) || exceeds(limit.count, held.count, count);
}

// A message that reduces the amount always fits.
function exceeds(limit: number, held: number, growth: number): boolean {
  return limit > 0 && growth > 0 && held + growth > limit;
}
