import { TsnbError } from "../../util/error.ts";

/** A kernel on a server that does not tell what a notebook's outputs depend on. */
export class UntoldError extends TsnbError {
  override readonly name = "UntoldError";
  /** The reason, as a phrase. */
  readonly got: string;

  constructor(got: string) {
    super({ doing: "Asking the cache", got, fix: "Install the same version of tsnb on the server" });
    this.got = got;
  }
}

/** @throws {UntoldError} for a kernel that cannot tell what outputs depend on. */
export function requireTelling(kernel: string): void {
  if (kernel === "tsnb") return;
  throw new UntoldError(`only the kernel tsnb tells what its outputs depend on there, and it runs on ${kernel}`);
}
