import { readdirSync, utimesSync, writeFileSync } from "node:fs";
import { utimes } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isUnchanged } from "../../../src/run/type-check/clean-notebooks.ts";
import type { Notebook } from "../../../src/notebook/types.ts";
import { type RunEvent, type RunOptions, runNotebooks } from "../../../src/run/index.ts";
import { type CellSource, notebookText, streamOf } from "../../support/notebooks.ts";
import { scratch, sharedScratch } from "../../support/scratch.ts";

// The kernel is the parent of the process that runs cells, and of its compiler. A cell with checks waits for the compiler.
const KERNEL = `import { readdirSync, readFileSync } from "node:fs";
function read(id: string, file: string): string {
  try { return readFileSync(\`/proc/\${id}/\${file}\`, "utf8"); } catch { return ""; }
}
const ofKernel = readdirSync("/proc").filter((id) => read(id, "stat").replace(/^.*\\) /s, "").split(" ")[1] === String(process.ppid));
console.log(!ofKernel.some((id) => read(id, "cmdline").includes("--lsp")));`;

function skipped(source: string): CellSource {
  return {
    cell_type: "code",
    source,
    outputs: [],
    execution_count: null,
    metadata: { tags: ["skip-execution"] },
  };
}

// A notebook that is checked but not run: it starts no kernel.
const OTHER = { "other.ipynb": notebookText([skipped("const a: number = 1;"), skipped("1;")], "tsnb") };

const WRONG = 'const wrong: string = JSON.parse("1") as number;';
const HELPER = 'import { size } from "./helper.ts"; size';

type Case = {
  readonly cells: readonly CellSource[];
  readonly files?: Record<string, string>;
  readonly options?: RunOptions;
  /** What the check finds in its files counts against all notebooks of its run. */
  readonly spreads?: true;
};

/** The files of these cases, each of which has its own folder. */
function filesOf(cases: readonly Case[]): Record<string, string> {
  const files = cases.flatMap(({ cells, files: own = {} }, index) =>
    Object.entries({ ...own, "x.ipynb": notebookText(["1;", KERNEL, ...cells], "tsnb") }).map(
      ([name, text]) => [`${index}/${name}`, text] as const,
    ),
  );
  return Object.fromEntries(files);
}

function notebookOf(index: number, folder: string): string {
  return join(folder, `${index}`, "x.ipynb");
}

function notebooksIn(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith(".ipynb")).map((name) => join(folder, name));
}

async function run(paths: readonly string[], options: RunOptions): Promise<Map<string, Notebook | undefined>> {
  const { notebooks } = await runNotebooks(paths, options);
  return new Map(notebooks.map(({ source, notebook }) => [source, notebook]));
}

/** Runs a notebook beside others: beside all cases for which one run will do. */
function besideOthers(cases: readonly Case[]): (tried: Case) => Promise<Notebook | undefined> {
  const shared = cases.filter(({ options, spreads }) => options === undefined && spreads === undefined);
  const folder = sharedScratch(filesOf(shared));
  const out = sharedScratch();
  let ran: ReturnType<typeof run> | undefined;
  return async (tried) => {
    if (shared.includes(tried)) {
      ran ??= run(notebooksIn(folder), { out });
      return (await ran).get(notebookOf(shared.indexOf(tried), folder));
    }
    const own = scratch({ ...OTHER, ...filesOf([tried]) });
    return (await run(notebooksIn(own), { out: scratch(), ...tried.options })).get(notebookOf(0, own));
  };
}

async function alone(tried: Case): Promise<Notebook | undefined> {
  const notebook = notebookOf(0, scratch(filesOf([tried])));
  return (await run([notebook], { out: scratch(), ...tried.options })).get(notebook);
}

describe.skipIf(process.platform !== "linux")("a notebook beside others", () => {
  const clean: Record<string, Case> = {
    "has no errors": { cells: ["const a = 1;", "const a = 'now a string';", "a.length", "let unused = 1;"] },
    "imports a package": { cells: ['import { sep } from "node:path"; sep'] },
    "switches the check of a cell off": { cells: [`// @ts-nocheck\n${WRONG}`] },
    "has a cell that is skipped": { cells: [skipped(WRONG)] },
    "is not to be checked at all": { cells: [WRONG], options: { env: { TSNB_CHECK: "off" } } },
    "fails although its types are right": { cells: ["throw new RangeError('no');", "1"] },
  };
  const checked: Record<string, readonly [Case, RegExp]> = {
    "has a type error": [{ cells: [WRONG] }, /TS2322/],
    "uses a name before its declaration": [{ cells: ["typeof later", "const later = 1;"] }, /TS2304/],
    "imports a file with an error": [
      { cells: [HELPER], files: { "helper.ts": 'export const size: number = "";' }, spreads: true },
      /TS2322/,
    ],
    "imports a file, which may change": [{ cells: [HELPER], files: { "helper.ts": "export const size = 1;" } }, /^$/],
    "imports a notebook with an error": [
      {
        cells: ['import { n } from "./other.ipynb"; n'],
        files: { "other.ipynb": notebookText([`export const n = 1; ${WRONG}`], "tsnb") },
        spreads: true,
      },
      /TS2322/,
    ],
    "imports a missing file": [{ cells: ['await import("./nowhere.ts").catch(() => "none")'] }, /TS2307/],
    "has settings with an error": [
      { cells: ["1"], files: { "tsconfig.json": '{ "compilerOptions": { "nonsense": 1 } }' }, spreads: true },
      /TS5023/,
    ],
    "gives the kernel a command": [{ cells: ["%check on", "1"] }, /^$/],
    "may fail": [
      {
        cells: [
          {
            cell_type: "code",
            source: "throw new Error('expected'); const gone = 1;",
            outputs: [],
            execution_count: null,
            metadata: { tags: ["raises-exception"] },
          },
        ],
      },
      /^$/,
    ],
    "goes on after errors": [{ cells: ["throw new Error('no');", "1"], options: { allowErrors: true } }, /^$/],
    "blocks cells with type errors": [{ cells: [WRONG], options: { env: { TSNB_CHECK: "block" } } }, /^$/],
  };
  const beside = besideOthers([...Object.values(clean), ...Object.values(checked).map(([tried]) => tried)]);

  /** The complaints of a notebook's cells, and true if its kernel left out the check, as the second cell reports. */
  async function ran(tried: Case) {
    const [amongOthers, byItself] = await Promise.all([beside(tried), alone(tried)]);
    if (amongOthers === undefined || byItself === undefined) throw new Error("it did not run");
    expect(amongOthers.cells.toSpliced(1, 1)).toEqual(byItself.cells.toSpliced(1, 1));
    return { isUnchecked: streamOf(amongOthers)[1] === "true\n", complaints: streamOf(amongOthers, "stderr").join("") };
  }

  it.each(Object.entries(clean))("is not checked again by its kernel when it %s", async (_, tried) => {
    expect(await ran(tried)).toEqual({ isUnchecked: true, complaints: "" });
  });

  it.each(Object.entries(checked))("is checked by its kernel when it %s", async (_, [tried, code]) => {
    const { isUnchecked, complaints } = await ran(tried);
    expect(isUnchecked).toBe(false);
    expect(complaints).toMatch(code);
  });

  it("is checked by its kernel with parameters, which the file does not have", async () => {
    const parameters = {
      cell_type: "code",
      source: "const n: number = 1;",
      outputs: [],
      execution_count: null,
      metadata: { tags: ["parameters"] },
    };
    const folder = scratch({
      "a.ipynb": notebookText([parameters, "1;", KERNEL], "tsnb"),
      "b.ipynb": notebookText([parameters, "1;", KERNEL], "tsnb"),
    });
    const paths = ["a.ipynb", "b.ipynb"].map((name) => join(folder, name));
    const { notebooks } = await runNotebooks(paths, { out: scratch(), param: { n: 2 } });
    for (const { notebook } of notebooks) expect(notebook && streamOf(notebook).join("")).toBe("false\n");
  });

  it("is checked once for the run's own report of types", async () => {
    const folder = scratch({
      ...OTHER,
      "x.ipynb": notebookText(["1;", KERNEL], "tsnb"),
      "y.ipynb": notebookText(["1;", KERNEL, WRONG], "tsnb"),
    });
    const { notebooks, types } = await runNotebooks([folder], { out: scratch(), types: "report" });
    expect(notebooks.map(({ notebook }) => notebook && streamOf(notebook)[1])).toEqual(["", "true\n", "false\n"]);
    expect(types?.check.errors).toBe(1);
  });
});

it("a notebook that was edited after the check had begun is checked by its kernel", async () => {
  const right = notebookText(["const a: number = 1;", "a"], "tsnb");
  const folder = scratch({ "a.ipynb": right, "b.ipynb": right, "c.ipynb": right });
  const [first = "", second = "", edited = ""] = ["a", "b", "c"].map((name) => join(folder, `${name}.ipynb`));
  let since = 0;
  const onEvent = (event: RunEvent): void => {
    if (event.type === "notebook-started" && event.number === 1) {
      since = Date.now();
      // The check has begun, and the first kernel asks for its results later.
      while (Date.now() < since + 2);
    }
    // The check has ended, and the third notebook is read once the second one's kernel is ready.
    if (event.type !== "notebook-finished" || event.result.source !== first) return;
    writeFileSync(edited, notebookText(["const a: number = 'x';", "a"], "tsnb"));
    utimesSync(edited, new Date(since + 1), new Date(since + 1));
  };
  const { notebooks } = await runNotebooks([first, second, edited], {
    out: scratch(),
    types: "report",
    jobs: 1,
    onEvent,
  });
  const complaints = notebooks.map(({ notebook }) => notebook && streamOf(notebook, "stderr").join(""));
  expect(complaints).toEqual(["", "", expect.stringContaining("TS2322")]);
});

it("a notebook counts as unchanged until it or the settings of its project are written", async () => {
  const folder = scratch({ "a.ipynb": notebookText(["1"]), "tsconfig.json": "{}" });
  const later = Date.now() + 60_000;
  const file = join(folder, "a.ipynb");
  expect([isUnchanged(file, later), isUnchanged(file, 0)]).toEqual([true, false]);
  await utimes(join(folder, "tsconfig.json"), new Date(), new Date(later + 1000));
  expect(isUnchanged(file, later)).toBe(false);
  expect(isUnchanged(join(folder, "missing.ipynb"), later)).toBe(false);
});
