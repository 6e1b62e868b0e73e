import { join } from "node:path";
import { digits, inTurn, markdown, median } from "./measure.ts";
import { writeNotebookFile } from "./notebook-file.ts";
import { type Command, timeOf, tsnb } from "./programs.ts";

const NOTEBOOKS = 41;
const CELLS = 20;

/** The time for unchanged notebooks from the cache: for each, and for the command with one, beside its start. */
export async function benchCache(scratch: string, rounds: number): Promise<string> {
  const folder = join(scratch, "cached");
  const names = Array.from({ length: NOTEBOOKS }, (_, at) => join(folder, `notebook${at}.ipynb`));
  const cells = Array.from({ length: CELLS }, (_, at) => `const n${at} = ${at} + 1;\nconsole.log("n", n${at});`);
  for (const name of names) await writeNotebookFile(name, { name: "tsnb", language: "typescript" }, cells);
  const empty = join(scratch, "cached-empty.ipynb");
  await writeNotebookFile(empty, { name: "tsnb", language: "typescript" }, []);
  const [first = ""] = names;
  const run = (...paths: readonly string[]): Command => ({
    ...tsnb("run", ...paths, "--cache", "notebooks", "--quiet", "--out", join(scratch, "cached-out")),
    env: { TSNB_CACHE: join(scratch, "cache"), CI: "" },
  });
  await timeOf([run(folder)]);
  const figures = await inTurn(rounds, {
    start: () => timeOf([run(empty)]),
    one: () => timeOf([run(first)]),
    all: () => timeOf([run(folder)]),
  });
  const of = (name: string) => (figures[name] ?? []).map(({ ms }) => ms);
  const less = (more: string, fewer: string, count: number) =>
    median(of(more).map((ms, at) => (ms - (of(fewer)[at] ?? Number.NaN)) / count));
  return markdown(
    [`unchanged notebooks of ${CELLS} cells`, "median ms"],
    [
      ["the command with an empty notebook", digits(median(of("start")))],
      ["the command with one from the cache", digits(median(of("one")))],
      ["added by the first", digits(less("one", "start", 1))],
      ["added by each further one", digits(less("all", "one", NOTEBOOKS - 1))],
    ],
  );
}
