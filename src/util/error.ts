/**
 * The root of every error that tsnb reports on purpose: bad input, a missing file, a dead kernel.
 * Each cause has a class of its own. Anything else that is thrown is a bug and shows its stack.
 *
 * The message always reads `doing: got. fix.`
 *
 * @example
 * class EmptyFileError extends TsnbError {
 *   override readonly name = "EmptyFileError";
 *   constructor(file: string) {
 *     super({ doing: `Reading ${file}`, got: "the file is empty", fix: "Download it again with `tsnb data`" });
 *   }
 * }
 */
export abstract class TsnbError extends Error {
  /** The name of the error's class, such as `WriteError`. */
  abstract override readonly name: string;

  constructor(parts: { doing: string; got: string; fix: string }, options?: ErrorOptions) {
    super(`${parts.doing}: ${parts.got}. ${parts.fix}.`, options);
  }
}

/** The text of anything that was thrown, for use inside another message. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The message of an error's cause, or its own without one: a failed fetch itself only says "fetch failed". */
export function reasonOf(thrown: unknown): string {
  const inner = thrown instanceof Error ? thrown.cause : undefined;
  if (inner instanceof AggregateError) return inner.errors.map(messageOf).join("; ");
  return inner === undefined ? messageOf(thrown) : messageOf(inner);
}
