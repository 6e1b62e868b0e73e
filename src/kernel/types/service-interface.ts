/**
 * The type service as the protocol process sees it. `service.ts` implements it over TypeScript 7.
 * `code` is always the cell's raw source: commands to the kernel (see ../magic/lines.ts) count as blank.
 * Offsets are UTF-16 code units into that source.
 */
import type { Missing } from "../cell/missing-value.ts";

/** Where the service starts. */
type TypeServiceOptions = {
  /** The folder that relative imports, node_modules and tsconfig.json are looked up from. */
  readonly directory: string;
  /** Called with what went wrong inside the service (it restarts itself); for the log. */
  readonly onTrouble?: (text: string) => void;
};

/** A cell about to run, or one that ran. `id` is unique; `executionCount` is what the user sees as `[n]`. */
export type TypedCell = {
  readonly id: number;
  readonly code: string;
  readonly executionCount: number;
  /**
   * The cell of the notebook, from the request's `metadata.cellId`: what it declared when it ran before is
   * replaced, where the interfaces and namespaces of other cells are merged.
   */
  readonly origin?: string;
};

/**
 * The names that a cell did not declare. Where it has not begun, it declared neither functions nor types.
 * `cell` is what people call it: `Cell [3]`.
 */
export type UndeclaredNames = {
  readonly names: readonly string[];
  readonly hasBegun: boolean;
  readonly cell: string;
  readonly how: Missing["how"] | "forgotten";
};

/** One complaint of the type checker, about a cell, a file that it imports or, once, the project's settings. */
export type Diagnostic = {
  readonly severity: "error" | "warning";
  /** "TS2322". */
  readonly code: string;
  readonly message: string;
  /** From 1, in the cell or in the file. */
  readonly line: number;
  readonly column: number;
  /** Behind its last character. */
  readonly endLine: number;
  readonly endColumn: number;
  /** The file that it is about when that is not the cell: one that the cell imports, or the project's settings. Absolute. */
  readonly file?: string;
  /** Whether it was told before, about the same version of its file. */
  readonly isRepeated?: boolean;
  /** The message with the cell's line and a caret, coloured with ANSI; no newline at the end. */
  readonly rendered: string;
};

/** One proposal for completion. */
export type Completion = { readonly text: string; readonly kind: string; readonly signature?: string };

/** Proposals that replace `code.slice(start, end)`. */
export type Completions = { readonly start: number; readonly end: number; readonly items: readonly Completion[] };

/** What is known about the name at a position. */
export type Inspection = {
  /** As a declaration, such as "function f(a: number): string". */
  readonly signature: string;
  readonly documentation: string;
  /** The smallest expression at the position, such as `frame.height`, for looking its value up. */
  readonly expression: string | undefined;
  /** The text of the declaration, with detail 1 and when it is found. */
  readonly source?: string;
};

export interface TypeService {
  /** Resolves when the compiler answers; starting begins at creation. */
  readonly ready: Promise<void>;
  /** The version of TypeScript in use, once ready. */
  version(): string | undefined;
  /**
   * The complaints about a cell that is about to follow the accepted ones. None when the cell is not
   * TypeScript, which its run says, when it starts with `// @ts-nocheck`, when the signal aborts, and when
   * the compiler cannot answer. Never rejects.
   */
  check(cell: TypedCell, signal?: AbortSignal): Promise<readonly Diagnostic[]>;
  /** The cell runs: other cells see its names. */
  accept(cell: TypedCell): void;
  /** The accepted cell ended without these names: they mean what they meant before, or nothing. */
  settle(cell: TypedCell, undeclared: UndeclaredNames): void;
  /** Proposals at an offset of a cell that has not run. `undefined`: nothing to say, ask the running values. */
  complete(code: string, offset: number): Promise<Completions | undefined>;
  inspect(code: string, offset: number, detail: 0 | 1): Promise<Inspection | undefined>;
  /** Forgets all cells. */
  reset(): void;
  /** Packages were installed or removed, or files changed: forget what is cached about them. */
  refresh(): void;
  /** Ends the compiler, which leaves no files. */
  dispose(): Promise<void>;
}

/** The one export of service.ts. */
export type CreateTypeService = (options: TypeServiceOptions) => TypeService;
