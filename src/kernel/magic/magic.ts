import type { JsonObject } from "../../jupyter/json.ts";
import type { CheckMode } from "../cell/check-mode.ts";

/** A magic does not exist, or was called with a bad argument. */
export class MagicError extends Error {
  override readonly name = "MagicError";
}

/** A name that a cell declared, and access to its current value. */
export type DeclaredName = {
  readonly name: string;
  readonly kind: string;
  /** Reads the value; may throw. */
  readonly read: () => unknown;
  /** The label of the cell, such as `Cell [3]`. */
  readonly cell: string;
};

/** Allows Stop to end a command. */
export type Interruptible = {
  /** Awaits `work`, and calls `stop` if the running cell is interrupted first. */
  readonly during: <T>(work: Promise<T>, stop: () => void) => Promise<T>;
};

/** The parts of the kernel that a magic may use. */
export type MagicContext = {
  readonly magics: readonly Magic[];
  /** The notebook's folder. */
  readonly folder: string;
  readonly interrupts: Interruptible;
  readonly print: (text: string) => void;
  /** Shows an output, by its MIME types. */
  readonly display: (data: JsonObject) => void;
  /** Calls a function when the running cell has ended, whether it succeeded or not. */
  readonly atEnd: (listener: () => void) => void;
  readonly names: () => readonly DeclaredName[];
  /** Forgets every name that cells declared. */
  readonly reset: () => void;
  /** Shows the dependencies between cells; resolves to false when no cell has run. */
  readonly showDependencies: () => Promise<boolean>;
  readonly setCheckMode: (mode: CheckMode) => void;
  /** Tells the kernel that the installed packages have changed. */
  readonly packagesChanged: () => void;
};

/** A line of a cell that calls a magic. */
type MagicCall = {
  /** The rest of the line, after the name. */
  readonly argument: string;
  /** The argument compiled to a function; undefined when the magic takes no code or the line has none. */
  readonly code: (() => unknown) | undefined;
  /** True for `%%name`. */
  readonly isWholeCell: boolean;
  /** The lines below `%%name`; an empty string for `%name`. */
  readonly body: string;
};

/** The names of all magics. `list.ts` must have a magic for each. */
export type MagicName =
  | "npm"
  | "run"
  | "timeit"
  | "time"
  | "who"
  | "deps"
  | "cd"
  | "env"
  | "writefile"
  | "bash"
  | "reset"
  | "check"
  | "help";

/** A command that starts with `%`, for a line or a whole cell. */
export type Magic = {
  /** The word after `%`. */
  readonly name: MagicName;
  /** The syntax that `%help` shows, such as `%npm install NAME`. */
  readonly usage: string;
  readonly help: string;
  /** True when the argument is TypeScript: it is compiled with the cell and sees its names. */
  readonly takesCode?: boolean;
  /** The lines below `%%name`: `text` is given to the magic, `code` runs as TypeScript. Undefined: no `%%name`. */
  readonly wholeCell?: "text" | "code";
  /** True when there is only `%%name`, and no `%name`. */
  readonly isWholeOnly?: boolean;
  /** True when the argument names a file. */
  readonly takesFiles?: boolean;
  /** The arguments that completion proposes. */
  readonly words?: readonly string[];
  /** Runs the magic; its result is the value of the line. */
  readonly run: (call: MagicCall, context: MagicContext) => unknown;
};
