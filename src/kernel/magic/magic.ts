import type { CheckMode } from "../cell/check-mode.ts";

/** A line that starts with `%` and is no command, or lacks what the command needs. */
export class MagicError extends Error {
  override readonly name = "MagicError";
}

/** A name that a cell declared, with the value that it has now. */
export type DeclaredName = {
  readonly name: string;
  readonly kind: string;
  /** The value; reading it may throw. */
  readonly read: () => unknown;
  /** What people call the cell: `Cell [3]`. */
  readonly cell: string;
};

/** Something that Stop ends. */
export type Interruptible = {
  /** Calls `stop` when the cell that runs is interrupted before the work is done. */
  readonly during: <T>(work: Promise<T>, stop: () => void) => Promise<T>;
};

/** What a command can do to the kernel. */
export type MagicContext = {
  /** All commands. */
  readonly magics: readonly Magic[];
  /** The notebook's folder. */
  readonly folder: string;
  readonly interrupts: Interruptible;
  readonly print: (text: string) => void;
  readonly names: () => readonly DeclaredName[];
  /** Forgets every name that the cells declared. */
  readonly reset: () => void;
  readonly setCheckMode: (mode: CheckMode) => void;
  /** Says that other packages can be imported now. */
  readonly packagesChanged: () => void;
};

/** One line of a cell that calls a command. */
type MagicCall = {
  /** What follows the name. */
  readonly argument: string;
  /** The argument as a function, for a command that takes code and was given some. */
  readonly code: (() => unknown) | undefined;
};

/** A command of cells. */
export type Magic = {
  /** What follows `%`. */
  readonly name: string;
  /** How it is written, such as `%npm install NAME`. */
  readonly usage: string;
  readonly help: string;
  /** Whether TypeScript follows the name: it is compiled with the cell and sees its names. */
  readonly takesCode?: boolean;
  /** The words that may follow the name. */
  readonly words?: readonly string[];
  readonly run: (call: MagicCall, context: MagicContext) => Promise<void> | void;
};
