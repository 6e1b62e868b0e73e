import { stripVTControlCharacters } from "node:util";
import type { Output } from "../../../notebook/types.ts";

/** The error of a cell: one line, and the full traceback or stderr without colours. */
export type CellFailure = { readonly summary: string; readonly details: string };

// `TypeError: ...`, `Uncaught RangeError [CODE]: ...`, `KeyboardInterrupt`
const ERROR_LINE = /^(?:Uncaught )?[\w.]*(?:Error|Exception|Interrupt)(?: \[\w+\])?(?::|$)/;
// The compiler inside tslab: `3:7 - Type 'string' is not assignable to type 'number'.`
const DIAGNOSTIC = /^(?:\S+ )?\d+:\d+ - /;
const FRAME = /^\s+at /;
const FRAME_OF_KERNEL = /^\s+at .*(?:[\\/]tslab[\\/]dist[\\/]|\(?node:)/;

/** The name of the error in a summary, such as `TypeError` in `Uncaught TypeError: x`. */
export function errorNameIn(summary: string): string {
  return /^(?:Uncaught )?([\w.$]+)/.exec(summary)?.[1] ?? "";
}

/**
 * The error of a cell that failed. A kernel that follows the protocol names it in its reply; tslab only writes it
 * to stderr, followed by the frames of its own code, which are left out.
 */
export function failureOf(replied: string | undefined, outputs: readonly Output[]): CellFailure {
  const error = outputs.findLast((output) => output.output_type === "error");
  const stderr = outputs.flatMap((output) =>
    output.output_type === "stream" && output.name === "stderr" ? [output.text] : [],
  );
  const lines = plain(error ? error.traceback.join("\n") : stderr.join("")).split("\n");
  const named = replied ?? (error ? `${error.ename}: ${error.evalue}` : errorLine(lines));
  return {
    summary: plain(named ?? "the kernel reports an error without a message"),
    details: lines.filter((line) => !FRAME_OF_KERNEL.test(line)).join("\n"),
  };
}

function errorLine(lines: readonly string[]): string | undefined {
  const framed = lines.findLastIndex((line, index) => FRAME.test(line) && !FRAME.test(lines[index - 1] ?? ""));
  return (
    lines.findLast((line) => ERROR_LINE.test(line)) ??
    lines[framed - 1] ??
    lines.find((line) => DIAGNOSTIC.test(line)) ??
    lines.findLast((line) => line.trim() !== "")
  );
}

function plain(text: string): string {
  return stripVTControlCharacters(text).trim();
}
