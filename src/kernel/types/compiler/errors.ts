import { messageOf, TsnbError } from "../../../util/error.ts";

/** TypeScript cannot start: the platform is unsupported, or packages were left out at installation. */
export class NoCompilerError extends TsnbError {
  override readonly name = "NoCompilerError";

  constructor(cause: unknown) {
    const fix = "Install the optional dependencies of typescript too, or turn checking off with %check off";
    super({ doing: "Looking for TypeScript's compiler", got: messageOf(cause), fix }, { cause });
  }
}

/** TypeScript's compiler ended before it answered. */
export class CompilerEndedError extends TsnbError {
  override readonly name = "CompilerEndedError";

  constructor(cause: unknown) {
    const fix = "Check that there is enough memory, and run it again; if it happens again, reinstall typescript";
    super({ doing: "Checking types", got: "TypeScript's compiler ended before it answered", fix }, { cause });
  }
}
