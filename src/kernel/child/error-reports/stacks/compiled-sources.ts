import type { CellId } from "../../../link/messages.ts";
import type { FunctionSource } from "../../../cell/function-source.ts";
import { RUNTIME } from "../../../cell/runtime-interface.ts";
import type { Position } from "../../../cell/source-map.ts";

/** The source of compiled code: a cell, or a file of the project. */
export type CompiledSource = {
  /** Its name in messages: `Cell [3]`, or a path. */
  readonly label: string;
  readonly text: string;
  /** The cell, if it is a cell's source. */
  readonly cell?: CellId;
  /** The cells of an imported notebook, each with its name and its first line in the text, from 1. */
  readonly cells?: readonly { readonly label: string; readonly firstLine: number; readonly text: string }[];
  /** Maps a position in the compiled code to the source. */
  readonly locate: (position: Position) => Position | undefined;
  /** Finds the user's own code of a function. */
  readonly sourceOf?: FunctionSource;
};

/** A place in the user's source; line and column count from 1. */
export type SourcePlace = { readonly file: string; readonly line: number; readonly column: number };

/** The sources of this process's compiled code, by V8's file name. */
export class Sources {
  readonly #byFile = new Map<string, CompiledSource>();
  readonly #hidden = new Set<string>();
  readonly #byLabel = new Map<string, CompiledSource>();
  /** The results of `functionSource` since the last source was added. */
  readonly #functions = new Map<string, string | undefined>();

  #receive = (): void => {};

  add(file: string, source: CompiledSource): void {
    this.#functions.clear();
    this.#byFile.set(file, source);
    this.#byLabel.set(source.label, source);
    // A cell may have replaced the iterator of arrays.
    if (source.cells === undefined) return;
    for (const { label, text } of source.cells) this.#byLabel.set(label, { label, text, locate: (at) => at });
  }

  /** Sets a function that receives sources from another thread, called before each lookup. */
  refreshWith(receive: () => void): void {
    this.#receive = receive;
  }

  get(file: string): CompiledSource | undefined {
    this.#receive();
    return this.#byFile.get(file);
  }

  /** Hides the frames of a file in all stacks. */
  hide(file: string): void {
    this.#hidden.add(file);
  }

  isHidden(file: string): boolean {
    return file.startsWith("tsnb:") || this.#hidden.has(file);
  }

  /** Maps a place in compiled code to its source; undefined for unknown files. */
  locate({ file, line, column }: SourcePlace): SourcePlace | undefined {
    const source = this.get(file);
    if (!source) return undefined;
    const at = source.locate({ line, column: column - 1 }) ?? { line: 1, column: 0 };
    const cell = source.cells?.findLast(({ firstLine }) => firstLine <= at.line);
    const first = cell?.firstLine ?? 1;
    return { file: cell?.label ?? source.label, line: at.line - first + 1, column: at.column + 1 };
  }

  /** The user's own code of a cell's function, from its text in the compiled code; undefined for other functions. */
  functionSource(text: string, name: string | undefined): string | undefined {
    const key = `${name} ${text}`;
    if (!this.#functions.has(key)) {
      const named = name === undefined ? undefined : this.#findFunction(text, name);
      // Only cells use the runtime: this function was renamed while it ran.
      this.#functions.set(key, named ?? (text.includes(RUNTIME) ? this.#findFunction(text, undefined) : undefined));
    }
    return this.#functions.get(key);
  }

  #findFunction(text: string, name: string | undefined): string | undefined {
    for (const { sourceOf } of [...this.#byFile.values()].toReversed()) {
      const own = sourceOf?.(text, name);
      if (own !== undefined) return own;
    }
    return undefined;
  }

  /** The number of the cell with this label; undefined for other labels. */
  cellOf(label: string): CellId | undefined {
    return this.#byLabel.get(label)?.cell;
  }

  /** The text of the source with this label; undefined for other labels. */
  textOf(label: string): string | undefined {
    return this.#byLabel.get(label)?.text;
  }
}
