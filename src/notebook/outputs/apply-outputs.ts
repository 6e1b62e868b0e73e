import { isJsonObject, type JsonObject, type JsonValue } from "../../jupyter/json.ts";
import { spelledAs, spellingsOf } from "../../jupyter/spellings.ts";
import { isJsonMime } from "../mime.ts";
import { appendToStream, EMPTY_STREAM, type StreamText, textOfStream } from "./stream-text.ts";
import type { DisplayOutput, MimeData, Output, ResultOutput } from "../types.ts";
import { displayIdOf } from "./display-id.ts";

/** A cell's output while it grows: the part that the notebook stores, and the parts that matter only during the run. */
type Growing = {
  output: Output;
  /** The size of its content. */
  bytes: number;
  readonly cell: Cell;
  /** The name under which later messages can replace this display. */
  displayId?: string;
  /** The state of a stream that is still written to. */
  stream?: StreamText;
};

type Cell = { outputs: Growing[]; clearBeforeNext: boolean; bytes: number };

/** An amount of outputs: the bytes of their content, and their number. */
export type OutputAmount = { readonly bytes: number; readonly count: number };

/**
 * The outputs of a notebook's cells, applied message by message by the rules of the Jupyter messaging
 * specification: streams are joined, displays are updated in every cell that shows them, outputs are
 * cleared at once or when the next one comes.
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#messages-on-the-iopub-pub-sub-channel
 */
export class Outputs {
  readonly #cells = new Map<number, Cell>();
  /** The displays that can be replaced, by that name. */
  readonly #named = new Map<string, Set<Growing>>();
  #total: OutputAmount = { bytes: 0, count: 0 };

  /** Applies one iopub message that a cell's request caused; other messages change nothing. */
  apply(cell: number, type: string, content: JsonObject): void {
    switch (type) {
      case "stream":
        this.#addStream(this.#cell(cell), textOf(content["name"]), textOf(content["text"]));
        break;
      case "display_data":
      case "execute_result":
        this.#addDisplay(this.#cell(cell), type, content);
        break;
      case "update_display_data":
        this.#update(displayIdOf(content), content);
        break;
      case "error":
        this.#add(this.#cell(cell), errorOf(content), 0);
        break;
      case "clear_output":
        if (content["wait"] === true) this.#cell(cell).clearBeforeNext = true;
        else this.#clear(this.#cell(cell));
        break;
      default:
    }
  }

  /** The cell's outputs so far, as a notebook stores them. */
  of(cell: number): readonly Output[] {
    return this.#cells.get(cell)?.outputs.map(({ output }) => output) ?? [];
  }

  /** The amount of the outputs of all cells; the text of errors does not count. */
  get total(): OutputAmount {
    return this.#total;
  }

  /** The amount of a cell's outputs. */
  amountOf(cell: number): OutputAmount {
    const { bytes = 0, outputs = [] } = this.#cells.get(cell) ?? {};
    return { bytes, count: outputs.length };
  }

  /** True when the next output clears the cell. */
  isToBeCleared(cell: number): boolean {
    return this.#cells.get(cell)?.clearBeforeNext === true;
  }

  /** The most by which a message would change the amount of outputs. */
  growthBy(cell: number, type: string, content: JsonObject): OutputAmount {
    if (type === "stream") {
      const last = this.#cells.get(cell)?.outputs.at(-1)?.output;
      const isContinued = last?.output_type === "stream" && last.name === content["name"];
      return this.#onceCleared(cell, Buffer.byteLength(textOf(content["text"])), isContinued ? 0 : 1);
    }
    const size = sizeOf(content["data"]);
    const shown = this.#named.get(displayIdOf(content) ?? "") ?? [];
    const change = Array.from(shown, ({ bytes }) => size - bytes).reduce((sum, each) => sum + each, 0);
    if (type === "update_display_data") return { bytes: change, count: 0 };
    return this.#onceCleared(cell, change + size, 1);
  }

  #onceCleared(cell: number, bytes: number, count: number): OutputAmount {
    if (!this.isToBeCleared(cell)) return { bytes, count };
    const before = this.amountOf(cell);
    return { bytes: bytes - before.bytes, count: 1 - before.count };
  }

  #grow(cell: Cell, bytes: number, count: number): void {
    cell.bytes += bytes;
    this.#total = { bytes: this.#total.bytes + bytes, count: this.#total.count + count };
  }

  #cell(index: number): Cell {
    const known = this.#cells.get(index);
    if (known !== undefined) return known;
    const cell = { outputs: [], clearBeforeNext: false, bytes: 0 };
    this.#cells.set(index, cell);
    return cell;
  }

  #clear(cell: Cell): void {
    for (const growing of cell.outputs) {
      if (growing.displayId !== undefined) this.#named.get(growing.displayId)?.delete(growing);
    }
    this.#grow(cell, -cell.bytes, -cell.outputs.length);
    cell.outputs = [];
    cell.clearBeforeNext = false;
  }

  #add(cell: Cell, output: Output, bytes: number): Growing {
    if (cell.clearBeforeNext) this.#clear(cell);
    const growing = { output, bytes, cell };
    cell.outputs.push(growing);
    this.#grow(cell, bytes, 1);
    return growing;
  }

  #addStream(cell: Cell, name: string, piece: string): void {
    if (cell.clearBeforeNext) this.#clear(cell);
    const last = cell.outputs.at(-1);
    const continued = last?.output.output_type === "stream" && last.output.name === name ? last : undefined;
    const stream = appendToStream(continued?.stream ?? EMPTY_STREAM, piece);
    const output: Output = { output_type: "stream", name, text: textOfStream(stream) };
    if (continued) {
      this.#grow(cell, stream.bytes - continued.bytes, 0);
      Object.assign(continued, { output, stream, bytes: stream.bytes });
    } else if (piece !== "") this.#add(cell, output, stream.bytes).stream = stream;
  }

  #addDisplay(cell: Cell, type: "display_data" | "execute_result", content: JsonObject): void {
    const displayId = displayIdOf(content);
    // A display that is shown again also changes where it was shown before.
    this.#update(displayId, content);
    const growing = this.#add(cell, displayOf(type, content), sizeOf(content["data"]));
    if (displayId === undefined) return;
    const named = this.#named.get(displayId) ?? new Set();
    this.#named.set(displayId, named);
    growing.displayId = displayId;
    named.add(growing);
  }

  #update(displayId: string | undefined, content: JsonObject): void {
    if (displayId === undefined) return;
    const bundle = bundleOf(content);
    const bytes = sizeOf(content["data"]);
    for (const growing of this.#named.get(displayId) ?? []) {
      this.#grow(growing.cell, bytes - growing.bytes, 0);
      const output = spelledAs({ ...growing.output, ...bundle }, spellingsOf(content));
      Object.assign(growing, { output, bytes });
    }
  }
}

function displayOf(type: "display_data" | "execute_result", content: JsonObject): DisplayOutput | ResultOutput {
  const bundle = bundleOf(content);
  if (type === "display_data") return { output_type: type, ...bundle };
  const count = content["execution_count"];
  return { output_type: type, execution_count: typeof count === "number" ? count : null, ...bundle };
}

function bundleOf(content: JsonObject): Omit<DisplayOutput, "output_type"> {
  const { data, metadata } = content;
  const bundle = { data: isJsonObject(data) ? storable(data) : {}, metadata: isJsonObject(metadata) ? metadata : {} };
  return spelledAs(bundle, spellingsOf(content));
}

// A notebook stores only text under a MIME type that is not JSON's, whatever a kernel sends.
function storable(bundle: MimeData): MimeData {
  return Object.fromEntries(
    Object.entries(bundle).map(([mime, value]) => [mime, isJsonMime(mime) ? value : plainText(value)]),
  );
}

function plainText(value: JsonValue): string {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.map(plainText).join("") : JSON.stringify(value);
}

function errorOf({ ename, evalue, traceback }: JsonObject): Output {
  const lines = Array.isArray(traceback) ? traceback.map(textOf) : [];
  return { output_type: "error", ename: textOf(ename), evalue: textOf(evalue), traceback: lines };
}

function sizeOf(data: JsonValue | undefined): number {
  const values = isJsonObject(data) ? Object.values(data) : [];
  return values
    .map((value) => Buffer.byteLength(typeof value === "string" ? value : JSON.stringify(value)))
    .reduce((sum, size) => sum + size, 0);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
