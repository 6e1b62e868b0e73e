import { stripVTControlCharacters } from "node:util";
import type { Output } from "../notebook/types.ts";

/** What went wrong in a cell: one line, and all that the kernel said about it. */
export type Failure = { readonly summary: string; readonly details: string };

// `TypeError: ...`, `Uncaught RangeError [CODE]: ...`, `KeyboardInterrupt`
const ERROR_LINE = /^(?:Uncaught )?[\w.]*(?:Error|Exception|Interrupt)\b(?: \[\w+\])?(?::|$)/;
// The compiler inside tslab: `3:7 - Type 'string' is not assignable to type 'number'.`
const DIAGNOSTIC = /^(?:\S+ )?\d+:\d+ - /;

/**
 * The error of a cell that failed. A kernel that keeps to the protocol names it in its reply; tslab
 * only writes it to stderr.
 */
export function failureOf(replied: string | undefined, outputs: readonly Output[]): Failure {
  const error = outputs.findLast((output) => output.output_type === "error");
  const stderr = outputs.flatMap((output) =>
    output.output_type === "stream" && output.name === "stderr" ? [output.text] : [],
  );
  const text = plain(error ? error.traceback.join("\n") : stderr.join(""));
  const named = replied ?? (error ? `${error.ename}: ${error.evalue}` : undefined);
  return { summary: plain(named ?? errorLine(text) ?? "the kernel reports an error without a word"), details: text };
}

function errorLine(text: string): string | undefined {
  const lines = text.split("\n").map((line) => line.trim());
  return (
    lines.findLast((line) => ERROR_LINE.test(line)) ??
    lines.find((line) => DIAGNOSTIC.test(line)) ??
    lines.find((line) => line !== "")
  );
}

function plain(text: string): string {
  return stripVTControlCharacters(text).trim();
}
