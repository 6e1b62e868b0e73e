import { describe, expect, it, onTestFinished } from "vitest";
import { ScriptedKernels } from "../../../bench/thousand/scripted-kernels.ts";
import { runNotebooks } from "../../../src/run/index.ts";
import { notebookIn, notebookText, streamOf } from "../../support/notebooks.ts";
import { scratch } from "../../support/scratch.ts";

const CELLS = 4;

function cellsOf(name: string): string[] {
  return Array.from({ length: CELLS }, (_, cell) => `print ${name}, cell ${cell}`);
}

/** Runs notebooks on scripted kernels; each cell prints a line of its own. */
async function run({ notebooks, atOnce, first }: { notebooks: number; atOnce: number; first: string }) {
  const names = Array.from({ length: notebooks }, (_, at) => `notebook${at}`);
  const files = names.map((name) => [`in/${name}.ipynb`, notebookText([first, ...cellsOf(name)], "script")]);
  const folder = scratch(Object.fromEntries(files));
  const server = await ScriptedKernels.listen({ meeting: atOnce, limit: atOnce });
  onTestFinished(() => server.close());
  const ends: string[] = [];
  const { ok } = await runNotebooks([`${folder}/in`], {
    out: `${folder}/out`,
    server: [server.url],
    token: "t",
    jobs: atOnce,
    onEvent: (event) => {
      if (event.type === "notebook-finished") ends.push(event.label.replace(/^.*\/in\/|\.ipynb$/g, ""));
    },
  });
  const printed = names.map((name) => streamOf(notebookIn(`${folder}/out`, "notebooks", `${name}.ipynb`)));
  const expected = names.map((name) => Array.from({ length: CELLS }, (_, cell) => `${name}, cell ${cell}\n`));
  return { ok, ends, names, printed, expected, seen: server.seen };
}

describe("a run on a server with many kernels", () => {
  it("has all kernels at once, and each notebook ends once, with its own outputs", async () => {
    const { ok, ends, names, printed, expected, seen } = await run({ notebooks: 30, atOnce: 30, first: "meet" });
    expect(ok).toBe(true);
    expect(ends.toSorted()).toEqual(names.toSorted());
    expect(printed).toEqual(expected.map((lines) => ["", ...lines]));
    expect(seen).toMatchObject({ started: 30, most: 30, refused: 0 });
  });

  it("takes no more kernels than it has places for, and two connections for each at most", async () => {
    const { ok, ends, printed, expected, seen } = await run({ notebooks: 40, atOnce: 8, first: "print began" });
    expect({ ok, ends: ends.length, ...seen }).toMatchObject({ ok: true, ends: 40, started: 40, most: 8, refused: 0 });
    expect(seen.connections).toBeLessThanOrEqual(16);
    expect(printed).toEqual(expected.map((lines) => ["began\n", ...lines]));
  });

  it("reads the output of all kernels at the same time", async () => {
    const flood = await run({ notebooks: 10, atOnce: 10, first: "meet\nflood 200000" });
    expect(flood.ok).toBe(true);
    for (const [at, [first = "", ...rest]] of flood.printed.entries()) {
      expect(first).toBe(`${"x".repeat(99)}\n`.repeat(2000));
      expect(rest).toEqual(flood.expected[at]);
    }
  });
});
