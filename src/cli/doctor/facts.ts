/** The findings of `tsnb doctor`. */
export type DoctorFacts = {
  /** The version of this package. */
  readonly tsnb: string;
  /** The Node.js that runs this command, such as "v24.1.0", and its platform. */
  readonly node: string;
  readonly platform: string;
  readonly packages: readonly PackageFact[];
  readonly typescript: TypescriptFact;
  /** The programs that `jupyter --version` lists; undefined when Jupyter is not on the PATH. */
  readonly jupyter: readonly ProgramFact[] | undefined;
  /** Jupyter's data folders, in the order in which it searches them. */
  readonly paths: readonly { readonly path: string; readonly exists: boolean }[];
  readonly kernels: readonly KernelFact[];
  /** The errors of kernelspecs that cannot be read. */
  readonly malformed: readonly string[];
  /** The result of starting the package's own kernel; absent when an installed kernelspec of it was started. */
  readonly bundled?: StartFact;
};

/** A package with native code; `problem` says why it does not load. */
export type PackageFact = { readonly name: string; readonly version: string; readonly problem?: string };

/** The version of TypeScript that checks cells, or the reason why there is none. */
export type TypescriptFact =
  | { readonly version: string; readonly from: "the project" | "tsnb" }
  | { readonly problem: string };

export type ProgramFact = { readonly name: string; readonly version: string };

/** The facts about a kernelspec and the program that it starts. */
export type KernelFact = {
  readonly name: string;
  readonly dir: string;
  readonly language: string;
  readonly kind: "tsnb" | "tslab" | "other";
  /** The first item of `argv`. */
  readonly program: string;
  /** The reason why the program cannot start the kernel, such as "it does not exist"; absent when it can. */
  readonly programProblem?: string;
  /** The version that the program reports, if it is Node.js. */
  readonly node?: string;
  /** The file that the program runs, if it is Node.js. */
  readonly script?: { readonly path: string; readonly exists: boolean };
  /** The features that tsnb's kernel lacks on that Node.js. */
  readonly missing: readonly string[];
  readonly start?: StartFact;
};

/** The times of a test start, until the kernel was ready and for the result of `1 + 1`, or the reason why it failed. */
export type StartFact = { readonly readyMs: number; readonly resultMs: number } | { readonly problem: string };
