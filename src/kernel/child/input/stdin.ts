import type { CellId } from "../../link/messages.ts";
import { CellInput } from "./cell-input.ts";
import { type InputPrompts, NoInputError } from "./ask-for-input.ts";
import { Readlines } from "./readlines.ts";

export type StdinParts = {
  readonly inputs: InputPrompts;
  /** The running cell, or 0. */
  readonly running: () => CellId;
  /** The unfinished last line of stdout. */
  readonly unfinished: () => string;
  /** Starts a new line, as Enter does in a terminal. */
  readonly startLine: () => void;
  /** Ends the running cell with an error that its code cannot catch. */
  readonly fail: (error: unknown) => void;
};

// A prompt that ends in a word for a secret, or says that the input is hidden.
const SECRET =
  /\b(?:pass ?(?:word|phrase|code)s?|secret|pin|(?:api|private|secret)[ -]?key|token)\b[^\p{L}\n]*$|\[(?:input is )?(?:masked|hidden)\]/imu;

/** Asks the client for each line that the cells read from `process.stdin`. */
export class Stdin {
  readonly #parts: StdinParts;
  #input: CellInput | undefined;
  #readlines: Readlines | undefined;
  #asking: CellId = 0;
  #resting: (() => void)[] = [];

  constructor(parts: StdinParts) {
    this.#parts = parts;
  }

  /** The stream; a new one once the last has ended. */
  get stream(): CellInput {
    const { inputs } = this.#parts;
    this.#readlines ??= new Readlines({
      isInput: (stream) => stream instanceof CellInput && !stream.destroyed,
      onQuestion: () => inputs.requireAllowed(),
      onChange: (stream) => stream instanceof CellInput && stream.look(),
    });
    if (this.#input === undefined || this.#input.destroyed || this.#input.readableEnded) {
      this.#input = new CellInput({
        readlines: this.#readlines,
        onWanted: (input) => void this.#ask(input),
        onRest: () => {
          if (!this.isWanted) this.#rest();
        },
      });
    }
    return this.#input;
  }

  /** True when a reader waits for a line. */
  get isWanted(): boolean {
    return this.#input?.isWanted === true || this.#readlines?.question() !== undefined;
  }

  /** Resolves when no reader waits for a line: a script's process ends only then, too. */
  async rested(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#resting.push(resolve);
      this.#input?.look();
    });
  }

  /** Begins a cell. */
  enter(): void {
    this.#parts.startLine();
  }

  /** Ends the cell and drops its questions. */
  leave(): void {
    this.#asking = 0;
    this.#readlines?.abortQuestions();
    if (this.#input?.isWanted === true) {
      this.#input.leave();
      this.#input = undefined;
    }
    this.#rest();
  }

  async #ask(input: CellInput): Promise<void> {
    const { inputs, running, fail } = this.#parts;
    const cell = running();
    if (this.#asking !== 0 || cell === 0) return;
    this.#asking = cell;
    try {
      const { prompt, isHidden } = this.#question(input);
      const line = await inputs.ask(prompt, isHidden, cell);
      if (this.#asking !== cell) return;
      this.#asking = 0;
      this.#parts.startLine();
      // Another interface pauses the stream when it closes.
      if (this.#readlines?.question(input) !== undefined) input.resume();
      input.answer(line);
    } catch (error) {
      if (this.#asking === cell) this.#asking = 0;
      if (!(error instanceof NoInputError)) return;
      // A `readline` interface throws the stream's errors where nobody can catch them.
      const isHeard = input.listenerCount("error") > 0 && this.#readlines?.isReading(input) === false;
      if (isHeard) input.destroy(error);
      else fail(error);
    }
  }

  #question(input: CellInput): { readonly prompt: string; readonly isHidden: boolean } {
    const question = this.#readlines?.question(input);
    const prompt = question?.prompt || this.#parts.unfinished();
    return { prompt, isHidden: question?.isHidden() === true || SECRET.test(prompt) };
  }

  #rest(): void {
    // A plain loop, because cells may have replaced the array iterator.
    for (let index = 0; index < this.#resting.length; index++) this.#resting[index]?.();
    this.#resting = [];
  }
}
