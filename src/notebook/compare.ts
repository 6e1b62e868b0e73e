import { isDeepStrictEqual } from "node:util";
import type { Cell, Notebook, Output } from "./types.ts";

/** A cell whose outputs are not the same in two notebooks. */
export type CellDifference = {
  /** The cell's number, counted from 1. */
  readonly cell: number;
  readonly source: string;
  /** What was and is no more (`- `), and what is new (`+ `), a few lines of it. */
  readonly diff: string;
};

const SHOWN_LINES = 5;
const SHOWN_CHARACTERS = 200;

/**
 * The cells whose outputs differ between two versions of a notebook, cell by cell in order. How often
 * a cell had been executed does not count, nor in how many pieces a stream was stored.
 */
export function compareOutputs(before: Notebook, after: Notebook): readonly CellDifference[] {
  const length = Math.max(before.cells.length, after.cells.length);
  return Array.from({ length }, (_, index) => index).flatMap((index) => {
    const [old, now] = [before.cells[index], after.cells[index]];
    const [was, is] = [comparable(old), comparable(now)];
    if (isDeepStrictEqual(was, is)) return [];
    return [{ cell: index + 1, source: (now ?? old)?.source ?? "", diff: diffOf(was, is) }];
  });
}

function comparable(cell: Cell | undefined): readonly Output[] {
  if (cell?.cell_type !== "code") return [];
  const outputs: Output[] = [];
  for (const output of cell.outputs) {
    const last = outputs.at(-1);
    if (output.output_type === "stream" && last?.output_type === "stream" && last.name === output.name) {
      outputs[outputs.length - 1] = { ...last, text: last.text + output.text };
    } else {
      outputs.push(output.output_type === "execute_result" ? { ...output, execution_count: null } : output);
    }
  }
  return outputs;
}

function diffOf(was: readonly Output[], is: readonly Output[]): string {
  const [old, now] = [was.flatMap(linesOf), is.flatMap(linesOf)];
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  const shorter = Math.min(old.length, now.length) - start;
  while (end < shorter && old[old.length - 1 - end] === now[now.length - 1 - end]) end++;
  const gone = old.slice(start, old.length - end);
  const come = now.slice(start, now.length - end);
  return [...marked("-", gone), ...marked("+", come)].join("\n");
}

function marked(mark: string, lines: readonly string[]): readonly string[] {
  const shown = lines.slice(0, SHOWN_LINES).map((line) => {
    return `${mark} ${line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS)}…` : line}`;
  });
  const hidden = lines.length - shown.length;
  return hidden === 0 ? shown : [...shown, `${mark} … ${hidden} more lines`];
}

function linesOf(output: Output): readonly string[] {
  if (output.output_type === "stream") return output.text.split("\n").map((line) => `${output.name}: ${line}`);
  if (output.output_type === "error") return [`error: ${output.ename}: ${output.evalue}`, ...output.traceback];
  const values = Object.entries(output.data).flatMap(([mime, value]) => {
    const text = typeof value === "string" ? value : JSON.stringify(value, null, 1);
    return text.split("\n").map((line) => `${mime}: ${line}`);
  });
  return [...values, `metadata: ${JSON.stringify(output.metadata)}`];
}
