/**
 * The type service as the protocol process sees it; `service.ts` implements it with TypeScript 7. `code` is always
 * the cell's raw source, in which commands to the kernel (see ../magic/magic-lines.ts) count as blank. Offsets count
 * UTF-16 code units of that source.
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
 * The names that a cell did not declare before it ended. A cell that has not begun declared no functions or types
 * either. `cell` is its label, such as `Cell [3]`.
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
  /** Such as "TS2322". */
  readonly code: string;
  readonly message: string;
  /** The line in the cell or file, from 1; the column counts from 1 too, in UTF-16 code units. */
  readonly line: number;
  readonly column: number;
  /** The end of the range, exclusive. */
  readonly endLine: number;
  readonly endColumn: number;
  /** The absolute path of an imported file or the project's settings; undefined for a diagnostic about the cell. */
  readonly file?: string;
  /** For an imported notebook, the place of the cell among all cells, from 0; lines count from the cell's start. */
  readonly cell?: number;
  /** True when it was reported before for the same version of the file. */
  readonly isRepeated?: boolean;
  /** The message with the cell's line and a caret, coloured with ANSI; no newline at the end. */
  readonly rendered: string;
};

/** A syntax error in the compiler's words, with a code such as `TS1109`. Lines count from 1, columns from 0. */
export type SyntaxComplaint = {
  readonly code: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
};

/** One proposal for completion. */
export type Completion = { readonly text: string; readonly kind: string; readonly signature?: string };

/** Proposals for replacing `code.slice(start, end)`. */
export type Completions = { readonly start: number; readonly end: number; readonly items: readonly Completion[] };

/** The type and documentation of the name at a position. */
export type Inspection = {
  /** The type as a declaration, such as "function f(a: number): string". */
  readonly signature: string;
  readonly documentation: string;
  /** The place of the declaration: "cell [3]", "area.ts, line 2" or "area.ipynb". */
  readonly place?: string;
  /** The smallest expression at the position, such as `frame.height`, whose value can be looked up. */
  readonly expression: string | undefined;
  /** The source of the declaration, if `detail` is 1 and the source is found. */
  readonly source?: string;
};

export interface TypeService {
  /** Resolves when the compiler, which starts with the service, has answered for the first time. */
  readonly ready: Promise<void>;
  /** The version of TypeScript in use, once ready. */
  version(): string | undefined;
  /**
   * The diagnostics of a cell that is about to follow the accepted ones. None when the cell is not TypeScript (its run
   * reports that), when it starts with `// @ts-nocheck`, when the signal aborts, and when the compiler cannot answer.
   * Never rejects.
   */
  check(cell: TypedCell, signal?: AbortSignal): Promise<readonly Diagnostic[]>;
  /** Accepts a cell that runs, so that later cells see its names. */
  accept(cell: TypedCell): void;
  /** Records that the accepted cell ended without declaring these names, which keep their earlier meanings. */
  settle(cell: TypedCell, undeclared: UndeclaredNames): void;
  /** The compiler's first error in code with a syntax error; `undefined` when it accepts or cannot read the code. */
  syntaxError(uncompiled: Uncompiled): Promise<SyntaxComplaint | undefined>;
  /** Proposals at an offset of a cell that has not run; `undefined` when only the running values can give some. */
  complete(code: string, offset: number): Promise<Completions | undefined>;
  inspect(code: string, offset: number, detail: 0 | 1): Promise<Inspection | undefined>;
  /** Forgets all cells. */
  reset(): void;
  /** Forgets cached packages and files. Call it after packages were installed or removed, or files changed. */
  refresh(): void;
  /** Ends the compiler. */
  dispose(): Promise<void>;
}

export type CreateTypeService = (options: TypeServiceOptions) => TypeService;
