import type { JsonObject } from "../../../jupyter/json.ts";
import type { RunEvent } from "../../events.ts";
import { type Redactor, StreamRedactor } from "../../secrets/redact-secrets.ts";
import type { OutputMessage } from "../session/kernel-session.ts";

type OutputEvent = Omit<Extract<RunEvent, { type: "output" }>, "label">;

const STREAMS = ["stdout", "stderr"];

/** Turns the output messages of cells into events, without secrets. */
export class OutputEvents {
  readonly #redactor: Redactor;
  readonly #streams: StreamRedactor;
  readonly #emit: (event: OutputEvent) => void;

  constructor(redactor: Redactor, emit: (event: OutputEvent) => void) {
    this.#redactor = redactor;
    this.#streams = new StreamRedactor(redactor);
    this.#emit = emit;
  }

  take(index: number, { type, content }: OutputMessage): void {
    const { name, text } = content;
    if (type === "stream" && typeof name === "string" && typeof text === "string") {
      this.#stream(index, name, this.#streams.take(`${index}/${name}`, text));
    } else {
      for (const shown of this.#redactor.values([content])) this.#output(index, type, shown);
    }
  }

  /** Emits the held-back ends of a cell's streams: the cell has ended, so they are not secrets. */
  end(index: number): void {
    for (const name of STREAMS) this.#stream(index, name, this.#streams.end(`${index}/${name}`));
  }

  #stream(index: number, name: string, text: string): void {
    if (text !== "") this.#output(index, "stream", { name, text });
  }

  #output(index: number, output: string, content: JsonObject): void {
    this.#emit({ type: "output", index, output, content });
  }
}
