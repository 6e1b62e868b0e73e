import { isJsonObject, type JsonObject, type JsonValue } from "../../jupyter/json.ts";
import { isJsonMime } from "../mime.ts";
import { appendToStream, EMPTY_STREAM, type StreamText, textOfStream } from "./stream-text.ts";
import type { DisplayOutput, MimeBundle, Output, ResultOutput } from "../types.ts";

/** A cell's output while it grows: what the notebook stores, and what only matters until the run is over. */
type Growing = {
  output: Output;
  /** The name under which later messages can replace this display. */
  displayId?: string;
  /** The state of a stream that is still written to. */
  stream?: StreamText;
};

type Cell = { outputs: Growing[]; clearBeforeNext: boolean };

/**
 * The outputs of a notebook's cells, applied message by message by the rules of the Jupyter messaging
 * specification: streams are joined, displays are updated in every cell that shows them, outputs are
 * cleared at once or when the next one comes.
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#messages-on-the-iopub-pub-sub-channel
 */
export class Outputs {
  readonly #cells = new Map<number, Cell>();
  /** The displays that can be replaced, by the name for that. */
  readonly #named = new Map<string, Set<Growing>>();

  /** Applies one iopub message that a cell's request caused; messages that are no outputs change nothing. */
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
        this.#add(this.#cell(cell), { output: errorOf(content) });
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

  /** The number of the cell's outputs so far. */
  countOf(cell: number): number {
    return this.#cells.get(cell)?.outputs.length ?? 0;
  }

  #cell(index: number): Cell {
    const known = this.#cells.get(index);
    if (known !== undefined) return known;
    const cell = { outputs: [], clearBeforeNext: false };
    this.#cells.set(index, cell);
    return cell;
  }

  #clear(cell: Cell): void {
    for (const growing of cell.outputs) {
      if (growing.displayId !== undefined) this.#named.get(growing.displayId)?.delete(growing);
    }
    cell.outputs = [];
    cell.clearBeforeNext = false;
  }

  #add(cell: Cell, growing: Growing): void {
    if (cell.clearBeforeNext) this.#clear(cell);
    cell.outputs.push(growing);
  }

  #addStream(cell: Cell, name: string, piece: string): void {
    if (cell.clearBeforeNext) this.#clear(cell);
    const last = cell.outputs.at(-1);
    const continued = last?.output.output_type === "stream" && last.output.name === name ? last : undefined;
    const stream = appendToStream(continued?.stream ?? EMPTY_STREAM, piece);
    const output: Output = { output_type: "stream", name, text: textOfStream(stream) };
    if (continued) Object.assign(continued, { output, stream });
    else if (piece !== "") cell.outputs.push({ output, stream });
  }

  #addDisplay(cell: Cell, type: "display_data" | "execute_result", content: JsonObject): void {
    const displayId = displayIdOf(content);
    // A display that is shown again changes where it was shown before, too.
    this.#update(displayId, content);
    const output = displayOf(type, content);
    if (displayId === undefined) {
      this.#add(cell, { output });
      return;
    }
    const named = this.#named.get(displayId) ?? new Set();
    this.#named.set(displayId, named);
    const growing = { output, displayId };
    this.#add(cell, growing);
    named.add(growing);
  }

  #update(displayId: string | undefined, content: JsonObject): void {
    if (displayId === undefined) return;
    const bundle = bundleOf(content);
    for (const growing of this.#named.get(displayId) ?? []) growing.output = { ...growing.output, ...bundle };
  }
}

function displayOf(type: "display_data" | "execute_result", content: JsonObject): DisplayOutput | ResultOutput {
  const bundle = bundleOf(content);
  if (type === "display_data") return { output_type: type, ...bundle };
  const count = content["execution_count"];
  return { output_type: type, execution_count: typeof count === "number" ? count : null, ...bundle };
}

function bundleOf(content: JsonObject): Pick<DisplayOutput, "data" | "metadata"> {
  const { data, metadata } = content;
  return { data: isJsonObject(data) ? storable(data) : {}, metadata: isJsonObject(metadata) ? metadata : {} };
}

// A notebook has nothing but text under a MIME type that is not JSON's, whatever a kernel sends.
function storable(bundle: MimeBundle): MimeBundle {
  return Object.fromEntries(
    Object.entries(bundle).map(([mime, value]) => [mime, isJsonMime(mime) ? value : plainText(value)]),
  );
}

function plainText(value: JsonValue): string {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.map(plainText).join("") : JSON.stringify(value);
}

function displayIdOf({ transient }: JsonObject): string | undefined {
  const id = isJsonObject(transient) ? transient["display_id"] : undefined;
  return typeof id === "string" ? id : undefined;
}

function errorOf({ ename, evalue, traceback }: JsonObject): Output {
  const lines = Array.isArray(traceback) ? traceback.map(textOf) : [];
  return { output_type: "error", ename: textOf(ename), evalue: textOf(evalue), traceback: lines };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
