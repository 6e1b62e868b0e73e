import type { CellId } from "../../link/messages.ts";
import type { Position } from "../../cell/source-map.ts";

/** A text that was compiled: a cell, or a file of the project. */
export type Source = {
  /** What people call it: `Cell [3]`, or a path. */
  readonly label: string;
  readonly text: string;
  /** The cell that it is the text of. */
  readonly cell?: CellId;
  /** The place in the text for a place in what was compiled from it. */
  readonly locate: (position: Position) => Position | undefined;
};

/** Where an error is, in the user's own text; line and column count from 1. */
export type Place = { readonly file: string; readonly line: number; readonly column: number };

/** The compiled texts of this process, by the file name that V8 knows. */
export class Sources {
  readonly #byFile = new Map<string, Source>();
  readonly #hidden = new Set<string>();
  readonly #byLabel = new Map<string, Source>();

  #receive = (): void => {};

  add(file: string, source: Source): void {
    this.#byFile.set(file, source);
    this.#byLabel.set(source.label, source);
  }

  /** Where texts come from that another thread compiles: called before looking for one. */
  refreshWith(receive: () => void): void {
    this.#receive = receive;
  }

  get(file: string): Source | undefined {
    this.#receive();
    return this.#byFile.get(file);
  }

  /** Keeps the frames of a file out of every stack. */
  hide(file: string): void {
    this.#hidden.add(file);
  }

  isHidden(file: string): boolean {
    return this.#hidden.has(file);
  }

  /** A place in compiled code as a place in the text it came from; undefined where no text is known. */
  locate({ file, line, column }: Place): Place | undefined {
    const source = this.get(file);
    if (!source) return undefined;
    const at = source.locate({ line, column: column - 1 });
    return { file: source.label, line: at?.line ?? 1, column: (at?.column ?? 0) + 1 };
  }

  /** The cell that people know by this name. */
  cellOf(label: string): CellId | undefined {
    return this.#byLabel.get(label)?.cell;
  }

  /** The text that people know by this name, for showing a line of it. */
  textOf(label: string): string | undefined {
    return this.#byLabel.get(label)?.text;
  }
}
