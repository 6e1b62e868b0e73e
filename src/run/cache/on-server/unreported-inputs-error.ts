/** A kernel on a server that does not report what a notebook's outputs depend on; the message is a phrase. */
export class UnreportedInputsError extends Error {
  override readonly name = "UnreportedInputsError";
}

/** @throws {UnreportedInputsError} for a kernel that cannot report what outputs depend on. */
export function requireReportingKernel(kernel: string): void {
  if (kernel === "tsnb") return;
  throw new UnreportedInputsError(
    `on a server only the kernel tsnb reports what outputs depend on, and it runs on ${kernel}`,
  );
}

// An older tsnb lacks the module that answers.
const IS_MISSING = /Cannot find module/;

/** The error for tsnb's kernel when it gives another answer than expected. */
export function unreportedInputs(reason: string): UnreportedInputsError {
  const shown = IS_MISSING.test(reason) ? "" : ` (${reason})`;
  const phrase = `its kernel does not report what its outputs depend on${shown}`;
  return new UnreportedInputsError(`${phrase}; install the same version of tsnb on the server`, { cause: reason });
}
