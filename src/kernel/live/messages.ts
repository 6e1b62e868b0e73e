// The messages between a front end and the kernel over the comm `tsnb.live`. Both import these types. Offsets count
// UTF-16 code units in the source of a cell.

/** The target of the comm. */
export const LIVE_TARGET = "tsnb.live";

/** The version of these messages. Each side sends its own version first. */
export const LIVE_PROTOCOL = 1;

/** The data with which the front end opens the comm. */
export type Opening = {
  readonly protocol: number;
  /** The version of the front end's extension. */
  readonly extension: string;
};

/** A cell of code. */
export type LiveCell = {
  /** The id of the cell in the notebook. */
  readonly id: string;
  readonly source: string;
  /** True when it is meant to fail, so that no errors are shown. */
  readonly mayFail: boolean;
};

/** The current cells of the notebook. */
export type Changed = {
  readonly type: "changed";
  /** Grows with each change. */
  readonly version: number;
  /** The ids of all cells of code, in the order of the notebook. */
  readonly order: readonly string[];
  /** The cells that are new or differ from the previous version. */
  readonly cells: readonly LiveCell[];
};

/** Reports that files or packages may have changed, such as after a cell has run. */
export type FilesChanged = { readonly type: "look" };

type At = { readonly offset: number };

/** The questions about a cell, by their kind. */
export type Questions = {
  readonly hover: At;
  readonly signature: At;
  readonly definition: At;
  readonly references: At;
  readonly renamable: At;
  readonly rename: At & { readonly name: string };
  readonly fixes: TextSpan;
  readonly format: { readonly tabSize: number; readonly insertSpaces: boolean };
  readonly hints: object;
  /** The names that an import could bring for the word before the offset. */
  readonly imports: At;
  /** Makes the compiler ready for `imports`, which is slow the first time. */
  readonly readyImports: object;
};

export type LiveQuestion = { [K in keyof Questions]: { readonly kind: K } & Questions[K] }[keyof Questions];

/** A question about a cell of the latest version. */
export type Ask = { readonly type: "ask"; readonly id: number; readonly cell: string; readonly question: LiveQuestion };

export type ToKernel = Changed | FilesChanged | Ask;

export type TextSpan = { readonly start: number; readonly end: number };

/** An error in a cell. */
export type LiveDiagnostic = TextSpan & {
  readonly kind: "syntax" | "type" | "warning";
  /** A code such as "TS2322" or "used-before-declared". */
  readonly code: string;
  readonly message: string;
};

export type Hover = TextSpan & {
  /** The declaration, in TypeScript. */
  readonly signature: string;
  /** The documentation, in Markdown. */
  readonly documentation: string;
};

export type Signature = {
  readonly label: string;
  /** The part of the label that is the current parameter; null when there is none. */
  readonly active: TextSpan | null;
  /** The documentation of the parameter and the function, in Markdown. */
  readonly documentation: string;
  /** The number of the function's signatures. */
  readonly of: number;
};

/** A place in a cell, or in a file by lines and columns from 0. */
export type LivePlace =
  | (TextSpan & { readonly cell: string })
  | { readonly file: string; readonly line: number; readonly column: number };

export type LiveEdit = TextSpan & { readonly cell: string; readonly text: string };

export type Fix = { readonly title: string; readonly edits: readonly LiveEdit[] };

/** A name that a cell could import, with the edit that imports it. */
export type ProposedImport = {
  readonly name: string;
  /** The kind of the name, such as "function" or "interface". */
  readonly kind: string;
  readonly module: string;
  readonly edit: LiveEdit;
};

export type Hint = { readonly offset: number; readonly text: string };

/** The answers, by the kind of question; null where there is nothing to show. */
export type Answers = {
  readonly hover: Hover | null;
  readonly signature: Signature | null;
  readonly definition: readonly LivePlace[];
  readonly references: readonly LivePlace[];
  /** The name that can be renamed, or a sentence about why it cannot. */
  readonly renamable: (TextSpan & { readonly name: string }) | { readonly problem: string };
  readonly rename: { readonly edits: readonly LiveEdit[] } | { readonly problem: string };
  readonly fixes: readonly Fix[];
  readonly format: readonly LiveEdit[];
  readonly hints: readonly Hint[];
  /** The range of the word, and the names that could replace it, the likeliest first. */
  readonly imports: TextSpan & { readonly names: readonly ProposedImport[] };
  readonly readyImports: null;
};

/** The kernel's first message. */
export type Welcome = {
  readonly type: "welcome";
  readonly protocol: number;
  /** The version of tsnb. */
  readonly kernel: string;
};

/** All errors of a version; cells without any are left out. */
export type Diagnosed = {
  readonly type: "diagnosed";
  readonly version: number;
  /** False while unchanged cells that a change may affect still have their earlier errors. */
  readonly isComplete: boolean;
  readonly cells: { readonly [id: string]: readonly LiveDiagnostic[] };
};

/** An answer with its kind of question; null when there is none. */
export type LiveAnswer<K extends keyof Answers = keyof Answers> = {
  readonly [P in K]: { readonly kind: P; readonly answer: Answers[P] | null };
}[K];

export type Answered = { readonly type: "answered"; readonly id: number } & LiveAnswer;

export type FromKernel = Welcome | Diagnosed | Answered;
