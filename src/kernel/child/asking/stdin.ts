import type { CellId } from "../../link/messages.ts";
import { CellInput } from "./cell-input.ts";
import { type Inputs, NoInputError } from "./inputs.ts";
import { Readlines } from "./readlines.ts";

export type StdinParts = {
  readonly inputs: Inputs;
  /** The cell that runs; 0: none. */
  readonly running: () => CellId;
  /** What was printed and does not end a line yet. */
  readonly unfinished: () => string;
  /** A new line begins, as after Enter in a terminal. */
  readonly startLine: () => void;
  /** Ends the running cell with an error that its code cannot get. */
  readonly fail: (error: unknown) => void;
};

// A line that ends in what nobody else should see, or that says so.
const SECRET =
  /\b(?:pass ?(?:word|phrase|code)s?|secret|pin|(?:api|private|secret)[ -]?key|token)\b[^\p{L}\n]*$|\[(?:input is )?(?:masked|hidden)\]/imu;

/** Asks the front-end for each line that the cells read from `process.stdin`. */
export class Stdin {
  readonly #parts: StdinParts;
  #input: CellInput | undefined;
  #readlines: Readlines | undefined;
  #asking: CellId = 0;
  #resting: (() => void)[] = [];

  constructor(parts: StdinParts) {
    this.#parts = parts;
  }

  /** The stream; another one after one has ended. */
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

  /** Whether something waits for a line. */
  get isWanted(): boolean {
    return this.#input?.isWanted === true || this.#readlines?.question() !== undefined;
  }

  /** Resolves when nothing that the cell started waits for a line: in a file, the process would not end before. */
  async rested(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#resting.push(resolve);
      this.#input?.look();
    });
  }

  /** A cell begins. */
  enter(): void {
    this.#parts.startLine();
  }

  /** The cell has ended: what it still waits for is not asked. */
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
      // Another interface may have paused it when it was closed.
      if (this.#readlines?.question(input) !== undefined) input.resume();
      input.answer(line);
    } catch (error) {
      if (this.#asking === cell) this.#asking = 0;
      if (!(error instanceof NoInputError)) return;
      // An interface of `readline` throws the stream's errors where nobody can catch them.
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
    for (const resolve of this.#resting) resolve();
    this.#resting = [];
  }
}
