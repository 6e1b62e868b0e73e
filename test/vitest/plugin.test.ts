import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { parseNotebook } from "../../src/notebook/file/read.ts";
import { formatNotebook } from "../../src/notebook/file/write.ts";
import { notebookText } from "../support/notebooks.ts";
import { scratch, sharedScratch } from "../support/scratch.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

const CONFIG = `import { defineConfig } from "vitest/config";
import { notebookTests } from "tsnb/vitest";
export default defineConfig({ plugins: [notebookTests()] });
`;

const Report = v.object({
  testResults: v.array(
    v.object({
      name: v.string(),
      message: v.string(),
      assertionResults: v.array(
        v.object({ title: v.string(), status: v.string(), failureMessages: v.array(v.string()) }),
      ),
    }),
  ),
});

const JUPYTER_LAYOUT = { indent: " ", lineEnd: "\n", endsWithLineEnd: true, numbers: new Map() } as const;

type Cells = Parameters<typeof notebookText>[0];

function notebookOf(cells: Cells): string {
  return formatNotebook({ ...parseNotebook(notebookText(cells, "tsnb"), "a"), layout: JUPYTER_LAYOUT });
}

function prepare(folder: string, files: Record<string, string>): void {
  for (const [name, text] of Object.entries({ "vitest.config.ts": CONFIG, "package.json": "{}", ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
}

function project(cells: Cells, files: Record<string, string> = {}): string {
  const folder = scratch();
  prepare(folder, { "books/a.ipynb": notebookOf(cells), ...files });
  return folder;
}

const vitest = join(root, "node_modules", "vitest", "vitest.mjs");

/** Runs Vitest; returns the results of each file, by its name without `.ipynb`, and the printed text. */
function runAll(folder: string, ...flags: string[]) {
  const args = [vitest, "run", "--reporter=json", "--outputFile=report.json", ...flags];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8", env: environment() });
  const { testResults } = v.parse(Report, JSON.parse(readFileSync(join(folder, "report.json"), "utf8")));
  const files = testResults.map(({ name, message, assertionResults }) => {
    const results = assertionResults.map(({ title, status }) => `${title}: ${status}`);
    const messages = assertionResults.flatMap((each) => each.failureMessages);
    return [basename(name, ".ipynb"), { results, messages, message }] as const;
  });
  return { files: new Map(files), printed: stripVTControlCharacters(stdout + stderr) };
}

/** Runs Vitest; returns the results of the project's only file, and the printed text. */
function run(folder: string, ...flags: string[]) {
  const { files, printed } = runAll(folder, ...flags);
  const [only = { results: [], messages: [], message: "" }] = files.values();
  return { ...only, printed };
}

/** Runs Vitest in watch mode until the test has finished. */
function watch(folder: string) {
  const child = spawn(process.execPath, [vitest, "--watch", "--reporter=default"], {
    cwd: folder,
    env: environment(),
  });
  onTestFinished(() => void child.kill());
  let printed = "";
  const seen = (pattern: RegExp): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (pattern.test(stripVTControlCharacters(printed))) resolve();
      };
      for (const stream of [child.stdout, child.stderr]) stream.on("data", look);
      child.once("exit", () => reject(new Error(printed)));
      look();
    });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
    });
  }
  return {
    seen,
    printed: () => printed,
    forget: () => {
      printed = "";
    },
  };
}

function environment(): NodeJS.ProcessEnv {
  const { VITEST: _vitest, NODE_ENV: _mode, ...env } = process.env;
  return env;
}

function code(source: string, tags: readonly string[] = []) {
  return { cell_type: "code", source, metadata: { tags }, outputs: [], execution_count: null };
}

const note = (text: string) => `require("node:fs").appendFileSync("../runs.txt", ${JSON.stringify(text)});`;
const noted = (text: string) => code(note(text));
const runsOf = (folder: string) => readFileSync(join(folder, "runs.txt"), "utf8");

const heading = (text: string) => ({ cell_type: "markdown", source: `# ${text}` });

/** The number, from 1, of the first line of the notebook's file that contains a string. */
function lineOf(folder: string, text: string, name = "a"): number {
  const lines = readFileSync(join(folder, "books", `${name}.ipynb`), "utf8").split("\n");
  return lines.findIndex((line) => line.includes(text)) + 1;
}

describe("notebooks as test files, in one run", () => {
  const folder = mkdtempSync(join(tmpdir(), "plugin-"));
  const notebooks: Record<string, Cells> = {
    headings: [
      code(
        'import { expect } from "vitest";\nimport type { Point } from "./helper";\nimport * as helper from "./helper";',
      ),
      heading("Load"),
      code("%check off\nconst { x, y: [first = 1, ...rest] } = await helper.load() as Point;\nlet count: number;"),
      code("count = twice(x);\nexport function twice(n: number): number { return 2 * n; }\nenum Kind { A = 5 }"),
      heading("Look"),
      code("class Sum { value = count + first }\nexpect([new Sum().value, rest, Kind.A]).toEqual([9, [4], 5]);"),
      code("expect(process.cwd()).toBe(import.meta.dirname)"),
      heading("Errors"),
      code("throw new Error('expected')", ["raises-exception"]),
      code("throw new Error('never run')", ["skip-execution"]),
      code("// NBVAL_SKIP\nthrow new Error('never run')"),
    ],
    failing: [
      heading("Sums"),
      code(
        'import { expect } from "vitest";\nconst sum: number = 1 + 1;\n\nexpect({ sum }).toEqual({ sum: "\\"3\\"" });',
      ),
      heading("After"),
      code("sum;"),
    ],
    raising: [
      heading("Any"),
      code("JSON.parse('{');", ["raises-exception"]),
      heading("Named"),
      code("null.x;", ["raises-exception:TypeError"]),
      heading("None"),
      code("\nconst fine = 1;", ["raises-exception"]),
    ],
    "raising-another": [heading("Other"), code("JSON.parse('{');", ["raises-exception:TypeError"])],
    syntax: [
      heading("Declare"),
      code(
        "const seen: unknown[] = [];\nconst note = (_value: unknown, { name }: ClassMethodDecoratorContext) => void seen.push(name);\nclass A { @note run() {} }\nfor (var i = 0; i < 2; i++) { var inner = i }",
      ),
      code("using held = { [Symbol.dispose]: () => void seen.push('disposed') };\n{ a: 1, b: held }"),
      code("if (seen.join() !== 'run,disposed' || i + inner !== 3) throw new Error(seen.join());"),
    ],
    "invalid-cell": [heading("A"), code("const = 1;")],
    empty: [heading("A")],
    "failing-import": [heading("A"), code('const require = 1;\nimport { x } from "missing-package";')],
  };
  const helper =
    "export type Point = { x: number; y: number[] };\nexport const load = async (): Promise<Point> => ({ x: 3, y: [3, 4] });\n";
  let done: ReturnType<typeof runAll>;

  beforeAll(() => {
    const files = Object.entries(notebooks).map(([name, cells]) => [`books/${name}.ipynb`, notebookOf(cells)]);
    const others = {
      "books/helper.ts": helper,
      "books/invalid.ipynb": "<<<<<<< ours",
      "books/python.ipynb": notebookText(["import polars as pl"], "python3"),
      "out/notebooks/executed.ipynb": notebookOf([code("throw new Error('a copy')")]),
    };
    prepare(folder, { ...Object.fromEntries(files), ...others });
    done = runAll(folder, "--reporter=default");
  }, 120_000);

  afterAll(() => rmSync(folder, { recursive: true }));

  test("are tests by heading, whose variables last from cell to cell", () => {
    expect(done.files.get("headings")).toMatchObject({
      message: "",
      results: [
        "cell 1: passed",
        "Load (1): passed",
        "Load (2): passed",
        "Look (1): passed",
        "Look (2): passed",
        "Errors (1): passed",
        "Errors (2): skipped",
        "Errors (3): skipped",
      ],
    });
  });

  test("show a failure at its line of the notebook's file, with Vitest's diff, and skip later cells", () => {
    const line = lineOf(folder, "toEqual", "failing");
    expect(done.files.get("failing")).toMatchObject({
      results: ["Sums: failed", "After: skipped"],
      messages: [expect.stringContaining(`books/failing.ipynb:${line}:`)],
    });
    expect(done.printed).toMatch(/-\s+"sum": "\\"3\\"",\n\+\s+"sum": 2,/);
    expect(done.printed).toContain(`❯ $cell_2 books/failing.ipynb:${line}:`);
  });

  test("fail when a cell tagged raises-exception raises nothing, or another error", () => {
    const { results = [], messages: [message] = [] } = done.files.get("raising") ?? {};
    expect(results).toEqual(["Any: passed", "Named: passed", "None: failed"]);
    expect(message).toContain("This cell is marked to raise an error, but raised none.");
    expect(message).toContain("Let it raise an error, or remove the mark.");
    expect(message).toContain(`books/raising.ipynb:${lineOf(folder, "const fine", "raising") - 1}:`);
    expect(done.files.get("raising-another")).toMatchObject({
      results: ["Other: failed"],
      messages: [expect.stringContaining("SyntaxError")],
    });
  });

  test("support syntax that Node does not: decorators, using, var in blocks, an object at the end", () => {
    const expected = ["Declare (1): passed", "Declare (2): passed", "Declare (3): passed"];
    expect(done.files.get("syntax")?.results).toEqual(expected);
  });

  test("report an invalid notebook or cell", () => {
    expect(done.files.get("invalid-cell")?.message).toMatch(/Unexpected token|Expected/);
    expect(done.files.get("invalid")?.message).toContain("invalid.ipynb: it is not JSON");
    expect(done.files.get("invalid")?.message).not.toMatch(/parseNotebook|Caused by/);
  });

  test("are skipped, with the reason, in other languages and without code", () => {
    const python = "its language is Python; only cells in TypeScript and JavaScript are tests: skipped";
    expect(done.files.get("python")).toMatchObject({ message: "", results: [python] });
    expect(done.files.get("empty")).toMatchObject({ message: "", results: ["it has no code: skipped"] });
  });

  test("are not those that tsnb run has executed", () => {
    expect(done.files.has("executed")).toBe(false);
  });

  test("show an import that fails at its line", () => {
    const line = lineOf(folder, "missing-package", "failing-import");
    expect(done.printed).toContain(`❯ books/failing-import.ipynb:${line}:`);
  });
});

describe("notebooks as test files", () => {
  test("run the cells before one that a filter chose", () => {
    const folder = project([heading("First"), code("const a = 1;"), heading("Second"), code("if (a !== 1) throw a;")]);
    expect(run(folder, "-t", "Second").results).toEqual(["First: skipped", "Second: passed"]);
  });

  test("are retried from the failed cell", () => {
    const folder = project([
      heading("First"),
      code("let runs = 0;\nglobalThis.firsts = (globalThis.firsts ?? 0) + 1;"),
      heading("Flaky"),
      code(
        "if (++runs < 3) throw new Error(`run ${runs}`);\nif (globalThis.firsts !== 1) throw new Error('first ran again');",
      ),
    ]);
    expect(run(folder, "--retry=2").results).toEqual(["First: passed", "Flaky: passed"]);
    expect(run(folder, "--retry=1").results).toEqual(["First: passed", "Flaky: failed"]);
  });

  test.each([[[]], [["--retry=1"]]])("are begun once, although a cell runs longer than it may, with %s", (flags) => {
    const hanging = [noted("1"), code(`${note("h")}\nawait new Promise(() => {});`), noted("2"), noted("3")];
    const folder = project(hanging, { "vitest.config.ts": CONFIG.replace("Tests()", "Tests({ timeout: 500 })") });
    const expected = ["cell 1: passed", "cell 2: failed", "cell 3: skipped", "cell 4: skipped"];
    expect(run(folder, ...flags).results).toEqual(expected);
    expect(runsOf(folder)).toBe("1h");
  });

  test("run each cell once, in order, where tests are concurrent", () => {
    const concurrent = CONFIG.replace("plugins:", "test: { sequence: { concurrent: true } }, plugins:");
    const slow = code("await new Promise((resolve) => setImmediate(resolve));");
    const folder = project([noted("1"), slow, noted("2"), code("null.x;"), noted("3")], {
      "vitest.config.ts": concurrent,
    });
    const expected = ["cell 1: passed", "cell 2: passed", "cell 3: passed", "cell 4: failed", "cell 5: skipped"];
    expect(run(folder).results).toEqual(expected);
    expect(runsOf(folder)).toBe("12");
  });

  test("do not affect the project's own tests", () => {
    const own = 'import { test } from "vitest";\ntest("own", () => {});\n';
    const folder = project([heading("A"), code("1")], { "own.test.ts": own });
    const { stdout } = spawnSync(process.execPath, [vitest, "list"], {
      cwd: folder,
      encoding: "utf8",
      env: environment(),
    });
    expect(stdout.trim().split("\n").toSorted()).toEqual(["books/a.ipynb > A", "own.test.ts > own"]);
  });

  test("run again in watch mode when a helper is edited", async () => {
    const folder = project(
      [
        heading("Helped"),
        code('import { value } from "../src/helper";\nif (value !== 1) throw new Error(`value ${value}`);'),
      ],
      {
        "src/helper.ts": "export const value = 1;\n",
      },
    );
    const { seen, printed, forget } = watch(folder);
    await seen(/1 passed[\s\S]*Waiting for file changes/);
    forget();
    writeFileSync(join(folder, "src", "helper.ts"), "export const value = 2;\n");
    await seen(/RERUN/);
    await seen(/Error: value 2/);
    expect(stripVTControlCharacters(printed())).toContain("FAIL  books/a.ipynb > Helped");
  });
});

describe("a test that imports from a notebook", () => {
  const cells = [
    "globalThis.firsts = (globalThis.firsts ?? 0) + 1;\ninterface Row { n: number }\nconst rows: Row[] = [{ n: 1 }];",
    "throw new Error('not needed');",
    "import { twice } from '../src/twice';\nexport const total = twice(await Promise.resolve(rows.length));",
    "function fail(): never {\n  throw new Error('on purpose');\n}\nconst wrong = fail();",
  ];
  const files = {
    "src/twice.ts": "export const twice = (n: number) => 2 * n;\n",
    "src/lib.ts": 'export { total as again } from "../books/a.ipynb";\n',
  };
  const config = CONFIG.replace("notebookTests()", 'notebookTests({ include: ["none.ipynb"] })');

  const wrong = 'import { test } from "vitest";\nimport { wrong } from "./books/a.ipynb";\ntest("own", () => wrong);\n';
  const stars = [
    'export * from "../far.ts";',
    "const half = 2;\nexport { half as again };",
    "export default half * 2;",
  ];
  // Each has its own folder; one run of Vitest is enough for all.
  const tests: Record<string, { own: string; cells: Cells; files?: Record<string, string> }> = {
    needed: {
      own: `import { expect, test } from "vitest";
import { total, rows, type Row } from "./books/a.ipynb";
import { again } from "./src/lib.ts";
test("own", async () => {
  const row: Row = rows[0];
  const { rows: same } = await import("./books/a.ipynb").catch((error) => ({ rows: error.message }));
  expect([total, again, row, same, globalThis.firsts]).toEqual([2, 2, { n: 1 }, "on purpose", 1]);
});
`,
      cells,
      files,
    },
    stars: {
      own: `import { expect, test } from "vitest";
import four, { far, again as one, again as same } from "./books/a.ipynb";
test("own", () => expect([four, far, one, same]).toEqual([4, "far", 2, 2]));
`,
      cells: stars,
      files: { "far.ts": 'export const far = "far";' },
    },
    waiting: {
      own: `import { test } from "vitest";
import { me } from "./books/a.ipynb";
test("own", () => void me);
`,
      cells: ['const me = await import("./a.ipynb");'],
    },
    failing: { own: wrong, cells, files },
    lacking: { own: wrong.replaceAll("wrong", "totl"), cells, files },
  };
  const place = sharedScratch();
  let done: ReturnType<typeof runAll>;

  beforeAll(() => {
    const all = Object.entries(tests).flatMap(([name, { own, cells: ofBook, files: others = {} }]) =>
      Object.entries({ ...others, [`${name}.test.ts`]: own, "books/a.ipynb": notebookOf(ofBook) }).map(
        ([file, text]) => [`${name}/${file}`, text] as const,
      ),
    );
    prepare(place, { ...Object.fromEntries(all), "vitest.config.ts": config });
    done = runAll(place, "--reporter=default");
  }, 120_000);

  test("runs the cells that it needs, once", () => {
    expect(done.files.get("needed.test.ts")?.results).toEqual(["own: passed"]);
  });

  test("gets its default, and its exports from files and other notebooks", () => {
    expect(done.files.get("stars.test.ts")?.results).toEqual(["own: passed"]);
  });

  test("gets the names that an exported file has now, whatever Vitest's cache of modules holds", () => {
    const own = `import { test } from "vitest";
import * as book from "./books/a.ipynb";
test(Object.keys(book).join(), () => {});
`;
    const folder = project(['export * from "../names.ts";'], {
      "names.ts": "export const one = 1;",
      "vitest.config.ts": config.replace(
        "plugins:",
        "test: { experimental: { fsModuleCache: true, fsModuleCachePath: 'cache' } }, plugins:",
      ),
      "own.test.ts": own,
    });
    const results = (): readonly string[] => run(folder).results;
    expect(results()).toEqual(["one: passed"]);
    writeFileSync(join(folder, "names.ts"), "export const one = 1, two = 2;");
    expect(results()).toEqual(["one,two: passed"]);
  });

  test("fails when the notebook waits for itself by an import()", () => {
    expect(done.files.get("waiting.test.ts")?.message).toContain(
      "Importing a.ipynb: it imports itself: a.ipynb → a.ipynb. Use its names without an import",
    );
  });

  test("runs again in watch mode when the notebook, or a file that it imports, is edited", {
    timeout: 180_000,
  }, async () => {
    const own = `import { expect, test } from "vitest";
import { total } from "./books/a.ipynb";
test("own", () => expect(total).toBe(2));
`;
    const folder = project(cells.slice(0, 1).concat(cells.slice(2, 3)), { ...files, "own.test.ts": own });
    const { seen, printed, forget } = watch(folder);
    await seen(/3 passed[\s\S]*Waiting for file changes/);
    forget();
    writeFileSync(join(folder, "src", "twice.ts"), "export const twice = (n: number) => 3 * n;\n");
    await seen(/expected 3 to be 2[\s\S]*Watching for file changes/);
    forget();
    writeFileSync(join(folder, "books", "a.ipynb"), notebookText(["const total = 2;"]));
    await seen(/2 passed[\s\S]*Waiting for file changes/);
    expect(stripVTControlCharacters(printed())).toContain("own.test.ts");
  });

  test("shows errors at the line of the notebook's file, and names that it lacks", () => {
    expect(done.printed).toContain("Error: on purpose");
    expect(done.printed).toContain(`failing/books/a.ipynb:${lineOf(join(place, "failing"), "on purpose")}:`);
    expect(done.files.get("lacking.test.ts")?.message).toContain("no cell declares it. It has total");
  });
});
