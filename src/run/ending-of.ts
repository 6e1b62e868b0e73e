import { TsnbError } from "../util/error.ts";
import { CancelledError } from "./errors/notebook-errors.ts";
import type { Redactor } from "./secrets/redact-secrets.ts";
import type { NotebookResult } from "./results.ts";

/** The result of a notebook that something ended early; throws what is not an error for users. */
export function endingOf(thrown: unknown, redactor: Redactor): Pick<NotebookResult, "status" | "error"> {
  if (!(thrown instanceof TsnbError)) throw thrown;
  thrown.message = redactor.text(thrown.message);
  return { status: thrown instanceof CancelledError ? "cancelled" : "failed", error: thrown };
}
