import { findNotebooks, type FoundNotebook } from "../notebook/find.ts";
import { NothingToCheckError } from "./errors.ts";
import { cancellable } from "./cancellable.ts";
import type { CheckOptions } from "./options.ts";
import type { CheckResult } from "./results.ts";

// The compiler is started before the rest is loaded, since it takes the longest.

/** Checks notebooks; see ./index.ts. */
export async function checkNotebooks(paths: readonly string[], options: CheckOptions): Promise<CheckResult> {
  return cancellable(options.signal, async (running) => {
    const [found, { checkWith }] = await Promise.all([findNotebooks(paths), import("./check-notebooks.ts")]);
    const result = await checkWith(running, found, options);
    if (result.notebooks.every(({ status }) => status === "skipped")) throw new NothingToCheckError(found.length);
    return result;
  });
}

/**
 * Checks notebooks that were found.
 *
 * @throws {CheckCancelledError} when the signal is aborted.
 */
export async function checkFound(found: readonly FoundNotebook[], options: CheckOptions): Promise<CheckResult> {
  return cancellable(options.signal, async (running) => {
    const { checkWith } = await import("./check-notebooks.ts");
    return checkWith(running, found, options);
  });
}
