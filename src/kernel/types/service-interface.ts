/**
 * The type service as the protocol process sees it; `service.ts` implements it over TypeScript 7. `code` is
 * always the cell's raw source: commands to the kernel (see ../magic/lines.ts) count as blank. Offsets are
 * UTF-16 code units into that source.
 */
import type { CodeLanguage } from "../../notebook/code-language.ts";
import type { Missing } from "../cell/missing-value.ts";
import type { Uncompiled } from "../cell/syntax/syntax-error.ts";

/** The options of the service. */
type TypeServiceOptions = {
  /** The folder from which relative imports, node_modules and tsconfig.json resolve. */
  readonly directory: string;
  /** The language of the cells. In JavaScript, types come from values and JSDoc. Default: TypeScript. */
  readonly language?: CodeLanguage;
  /** Receives internal failures, for the log; the service restarts itself. */
  readonly onTrouble?: (text: string) => void;
};

/** A cell that runs or has run. `id` is unique; `executionCount` is the `[n]` that the user sees. */
export type TypedCell = {
  readonly id: number;
  readonly code: string;
  readonly executionCount: number;
  /**
   * The cell of the notebook, from the request's `metadata.cellId`. Its earlier declarations are replaced, while
   * interfaces and namespaces of other cells merge.
   */
  readonly origin?: string;
};

/**
 * The names that a cell did not declare. If it has not begun, it declared no functions or types either. `cell`
 * is its label: `Cell [3]`.
 */
export type UndeclaredNames = {
  readonly names: readonly string[];
  readonly hasBegun: boolean;
  readonly cell: string;
  readonly how: Missing["how"] | "forgotten";
};

/** A diagnostic about a cell, a file that it imports or, once, the project's settings. */
export type Diagnostic = {
  readonly severity: "error" | "warning";
  /** "TS2322". */
  readonly code: string;
  readonly message: string;
  /** From 1, in the cell or in the file. */
  readonly line: number;
  readonly column: number;
  /** Exclusive. */
  readonly endLine: number;
  readonly endColumn: number;
  /** The absolute path of the file, when it is not about the cell: an imported file, or the project's settings. */
  readonly file?: string;
  /** The cell of the file, when that is a notebook: its place among all cells, from 0. Lines are those of the cell. */
  readonly cell?: number;
  /** True when it was reported before for the same version of the file. */
  readonly isRepeated?: boolean;
  /** The message with the cell's line and a caret, coloured with ANSI; no newline at the end. */
  readonly rendered: string;
};

/** A syntax error in the compiler's words: `TS1109`; the line counts from 1, the column from 0. */
export type SyntaxComplaint = {
  readonly code: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
};

/** One proposal for completion. */
export type Completion = { readonly text: string; readonly kind: string; readonly signature?: string };

/** Proposals to replace `code.slice(start, end)`. */
export type Completions = { readonly start: number; readonly end: number; readonly items: readonly Completion[] };

/** The type and documentation of the name at a position. */
export type Inspection = {
  /** As a declaration, such as "function f(a: number): string". */
  readonly signature: string;
  readonly documentation: string;
  /** The place of the declaration: "cell [3]" or "area.ts, line 2". */
  readonly place?: string;
  /** The smallest expression at the position, such as `frame.height`, to look up its value. */
  readonly expression: string | undefined;
  /** The source of the declaration, if detail is 1 and it is found. */
  readonly source?: string;
};

export interface TypeService {
  /** Resolves when the compiler answers; it starts at creation. */
  readonly ready: Promise<void>;
  /** The version of TypeScript in use, once ready. */
  version(): string | undefined;
  /**
   * The complaints about a cell that is about to follow the accepted ones. None when the cell is not
   * TypeScript, which its run says, when it starts with `// @ts-nocheck`, when the signal aborts, and when
   * the compiler cannot answer. Never rejects.
   */
  check(cell: TypedCell, signal?: AbortSignal): Promise<readonly Diagnostic[]>;
  /** Accepts a cell that runs: later cells see its names. */
  accept(cell: TypedCell): void;
  /** The accepted cell ended without these names, which keep their earlier meanings. */
  settle(cell: TypedCell, undeclared: UndeclaredNames): void;
  /** The compiler's first error in code with a syntax error; `undefined` when it accepts or cannot read the code. */
  syntaxError(uncompiled: Uncompiled): Promise<SyntaxComplaint | undefined>;
  /** Proposals at an offset of a cell that has not run. `undefined`: there are none; ask the running values. */
  complete(code: string, offset: number): Promise<Completions | undefined>;
  inspect(code: string, offset: number, detail: 0 | 1): Promise<Inspection | undefined>;
  /** Forgets all cells. */
  reset(): void;
  /** Forgets cached packages and files, after packages were installed or removed or files changed. */
  refresh(): void;
  /** Ends the compiler. */
  dispose(): Promise<void>;
}

export type CreateTypeService = (options: TypeServiceOptions) => TypeService;
