// Notebooks of the kinds that failed in other runners, and the original ones where they are available.
import { copyFileSync, realpathSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, it, vi } from "vitest";
import type { Output } from "../../src/notebook/types.ts";
import { type RunOptions, runNotebooks } from "../../src/run/index.ts";
import { notebookText, outputsOf } from "../support/notebooks.ts";
import { statusesOf } from "../support/results.ts";
import { scratch } from "../support/scratch.ts";
import { hasShared, shared } from "../support/shared.ts";
import { strictly } from "../support/strictly.ts";
import { withoutTypeChecks } from "../support/without-type-checks.ts";

withoutTypeChecks();

const RAISES = { tags: ["raises-exception"] };
const SKIPPED = { tags: ["skip-execution"] };

function code(source: string, metadata: object = {}) {
  return { cell_type: "code", source, metadata, outputs: [], execution_count: null };
}

const SOURCES = hasShared ? ["our own", "the reported one"] : ["our own"];

/** The file of a notebook: our own, or the one reported under a name. */
function notebookFor(source: string, name: string, own: string): string {
  const folder = scratch({ "x.ipynb": own });
  const file = join(folder, "x.ipynb");
  if (source !== "our own") copyFileSync(join(shared, "cases", "runner", `${name}.ipynb`), file);
  return file;
}

async function run(file: string, options: RunOptions = {}) {
  const out = realpathSync(scratch());
  const { notebooks } = await runNotebooks([file], { out, ...options });
  const [result] = notebooks;
  if (result === undefined) throw new Error("no result");
  const written = strictly(result.target);
  return {
    result,
    statuses: statusesOf(result),
    written,
    said: outputsOf(written).map((outputs) => outputs.map(textOf)),
  };
}

function textOf(output: Output): string {
  if (output.output_type === "stream") return output.text;
  return output.output_type === "error" ? output.ename : JSON.stringify(output.data);
}

it.each(SOURCES)("a failed import leaves globals of the same names: %s", async (source) => {
  const file = notebookFor(
    source,
    "failed-import-shadows-global",
    notebookText(
      [code('import { structuredClone, Blob } from "no-such-package-abc";', RAISES), "console.log(typeof Blob)"],
      "tsnb",
    ),
  );
  const { statuses, said } = await run(file);
  expect(new Set(statuses)).toEqual(new Set(["passed"]));
  expect(said[1]?.join("")).toMatch(/^(?:object )?function/);
  expect(said.flat().join("")).not.toContain("undefined");
});

it.each(SOURCES)("FORCE_COLOR does not change outputs: %s", async (source) => {
  const file = notebookFor(source, "force-color", notebookText(["console.log([1, 'a', null])"], "tsnb"));
  const plain = await run(file);
  vi.stubEnv("FORCE_COLOR", "1");
  const forced = await run(file);
  expect(forced.written.cells).toEqual(plain.written.cells);
  expect(plain.said.flat().join("")).toMatch(/^[[{] .*\n$/);
});

it("cells know their notebook, also within a run of another", async () => {
  vi.stubEnv("JPY_SESSION_NAME", "/home/outer.ipynb");
  const source = "import { basename } from 'node:path';\nconsole.log(basename(import.meta.filename))";
  const file = notebookFor("our own", "", notebookText([source], "tsnb"));
  expect((await run(file)).said).toEqual([[`${basename(file)}\n`]]);
});

it.each(SOURCES)("ids in nbformat 4.2 are kept, with a notice: %s", async (source) => {
  const text = notebookText([{ cell_type: "markdown", source: "text" }, code("console.log(2)")], "tsnb");
  const file = notebookFor(source, "ids-in-4.2", text.replace('"nbformat_minor":5', '"nbformat_minor":2'));
  const { statuses, result, written } = await run(file);
  expect(statuses).toEqual(["passed"]);
  expect(result.notices).toEqual(["repaired: cells 1, 2: ids came with nbformat 4.5, which the notebook has now"]);
  expect(written.cells.map(({ id }) => id)).toEqual(source === "our own" ? ["cell-0", "cell-1"] : ["m1", "c1"]);
});

it.each(SOURCES)("missing ids are derived from the content, with a notice: %s", async (source) => {
  const file = notebookFor(
    source,
    "no-cell-ids",
    notebookText([{ cell_type: "markdown", source: "text" }, code("console.log(2)")], "tsnb").replaceAll(
      /"id":"[^"]*",/g,
      "",
    ),
  );
  const { statuses, result } = await run(file);
  expect(statuses).toEqual(["passed"]);
  expect(result.notices).toEqual(["repaired: cells 1, 2: the id was missing; one was derived from the content"]);
});

it.each(SOURCES)("an old stream without a name is accepted with a notice: %s", async (source) => {
  const file = notebookFor(
    source,
    "stream-no-name",
    notebookText([{ ...code("console.log(2)"), outputs: [{ output_type: "stream", text: "old" }] }], "tsnb"),
  );
  const { statuses, result } = await run(file);
  expect(statuses).toEqual(["passed"]);
  expect(result.notices).toEqual([
    expect.stringMatching(/^repaired: cell \d: a stream had no name; it is stdout now$/),
  ]);
});

it.each(SOURCES)("output of a 0 ms timer is the same each time: %s", async (source) => {
  const file = notebookFor(
    source,
    "late-timer0",
    notebookText(["setTimeout(() => console.log('later'), 0); console.log('now')", "1"], "tsnb"),
  );
  const [first, ...others] = await Promise.all(Array.from({ length: 3 }, () => run(file)));
  expect(first?.said[0]?.join("")).toMatch(/^(?:now|first)\n/);
  for (const { written } of others) expect(written.cells).toEqual(first?.written.cells);
});

it.each(SOURCES)("nbformat 3 is upgraded: %s", async (source) => {
  const file = notebookFor(
    source,
    "nbformat3",
    JSON.stringify({
      nbformat: 3,
      nbformat_minor: 0,
      metadata: { name: "old" },
      worksheets: [
        {
          metadata: {},
          cells: [{ cell_type: "code", language: "typescript", metadata: {}, input: ["console.log(3)"], outputs: [] }],
        },
      ],
    }),
  );
  const { statuses, written } = await run(file, { kernel: "tsnb" });
  expect(statuses).toEqual(["passed"]);
  expect(written).toMatchObject({ nbformat: 4, nbformat_minor: 5 });
});

it.each(SOURCES)("a question on stdin fails at once: %s", async (source) => {
  const file = notebookFor(
    source,
    "readline-headless",
    notebookText(
      [
        'import { createInterface } from "node:readline/promises";\nawait createInterface({ input: process.stdin }).question("Sure? ")',
      ],
      "tsnb",
    ),
  );
  const { result } = await run(file, { timeout: 60 });
  expect(result.error).toMatchObject({ name: expect.stringMatching(/^(?:CellFailedError|InputRequestedError)$/) });
});

it.each(SOURCES)("a cell tagged skip-execution is skipped: %s", async (source) => {
  const file = notebookFor(
    source,
    "skip-execution",
    notebookText([code("process.exit(3)", SKIPPED), "console.log('ran')"], "tsnb"),
  );
  const { statuses, said } = await run(file);
  expect(statuses).toEqual(["skipped", "passed"]);
  expect(said).toEqual([[], ["ran\n"]]);
});

it.each(SOURCES)("tslab runs the cell after an expected error: %s", async (source) => {
  const own = notebookText([code("null.x", RAISES), "console.log('still runs')"], "tslab");
  const file = notebookFor(source, "tslab-after-expected-error", own);
  const { statuses, said } = await run(file);
  expect(statuses).toEqual(["passed", "passed"]);
  expect(said[1]).toEqual(["still runs\n"]);
});
