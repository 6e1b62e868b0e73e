import { CellFailedError } from "../../run/errors/cell-errors.ts";
import type { CellResult } from "../../run/results.ts";

// tsnb's kernel: `at f (Cell [3]:2:14)`, the innermost frame first.
const TSNB = /\(Cell \[(\d+)\]:(\d+):\d+\)/g;
// IPython, the innermost frame last: `Cell In[3], line 2`; in older ones `<ipython-input-3-…> in`, `Input In [3], in`.
const IPYTHON = /(?:Cell|Input) In ?\[(\d+)\], line (\d+)/g;
const IPYTHON_ARROW = /(?:<ipython-input-(\d+)-|Input In \[(\d+)\]|ipykernel_\d+\/)[^]*?^-+> ?(\d+) /gm;
// The compiler inside tslab: `3:7 - Type 'string' is not assignable to type 'number'.`
const DIAGNOSTIC = /^(\d+):\d+ - /;
// Node.js shows the line of the code that tslab has compiled.
const COMPILED = /^evalmachine\.<anonymous>:\d+\n(.+)$/m;
const DENO = /<anonymous>:(\d+):\d+/;

/** The line of a cell at fault, counted from 1; undefined if the kernel reports none, or one outside the cell. */
export function cellLine({ error, executionCount, source }: Pick<CellResult, "error" | "executionCount" | "source">) {
  if (!(error instanceof CellFailedError)) return undefined;
  const { summary, details } = error;
  const isOwn = (count: string | undefined) => count === undefined || Number(count) === executionCount;
  const tsnb = [...details.matchAll(TSNB)].find(([, count]) => isOwn(count))?.[2];
  const python = [...details.matchAll(IPYTHON)].findLast(([, count]) => isOwn(count))?.[2];
  const arrow = [...details.matchAll(IPYTHON_ARROW)].findLast(([, old, count]) => isOwn(old ?? count))?.[3];
  const said = tsnb ?? python ?? arrow ?? DIAGNOSTIC.exec(summary)?.[1];
  if (said !== undefined) return within(source, Number(said));
  const compiled = COMPILED.exec(details)?.[1];
  if (compiled !== undefined) return lineLike(source, compiled);
  const deno = DENO.exec(details)?.[1];
  return deno === undefined ? undefined : within(source, Number(deno));
}

function within(source: string, line: number): number | undefined {
  return line >= 1 && line <= source.split("\n").length ? line : undefined;
}

/** The source line of a compiled one: the only line with the most words in common, if they are 75 % or more. */
function lineLike(source: string, compiled: string): number | undefined {
  const wanted = wordsOf(compiled);
  const scores = source.split("\n").map((line) => {
    const words = wordsOf(line);
    const common = wanted.filter((word) => words.includes(word)).length;
    return common / Math.max(1, wanted.length);
  });
  const best = Math.max(...scores);
  const found = scores.indexOf(best);
  return best >= 0.75 && found === scores.lastIndexOf(best) ? found + 1 : undefined;
}

function wordsOf(line: string): string[] {
  return line.match(/\w+|[^\s\w;]/g) ?? [];
}
