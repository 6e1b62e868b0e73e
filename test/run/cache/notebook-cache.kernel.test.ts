import {
  existsSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { type RunEvent, type RunOptions, runNotebooks } from "../../../src/run/index.ts";
import { whyNotebooks } from "../../../src/run/cache/why.ts";
import { freshCache } from "../../support/fresh-cache.ts";
import { type CellSource, notebookIn, notebookText, outputsOf, streamOf } from "../../support/notebooks.ts";
import { scratch } from "../../support/scratch.ts";
import { withoutTypeChecks } from "../../support/without-type-checks.ts";

withoutTypeChecks();

let cache = "";

beforeEach(() => {
  cache = freshCache();
  vi.stubEnv("TSNB_CACHE", cache);
  vi.stubEnv("CI", "");
});

/** A folder with a notebook, and functions that run it there, explain the cache's decision, and write files. */
function project(cells: readonly CellSource[], files: Record<string, string> = {}) {
  const folder = realpathSync(scratch({ "x.ipynb": notebookText(cells, "tsnb"), ...files }));
  const notebook = join(folder, "x.ipynb");
  const run = async (options: RunOptions = {}) => {
    const events: RunEvent[] = [];
    const given = { out: join(folder, "out"), cache: "notebooks", types: "off", ...options } as const;
    const { notebooks } = await runNotebooks([notebook], { ...given, onEvent: (event) => events.push(event) });
    const [result] = notebooks;
    if (result === undefined) throw new Error("no result");
    return { result, events, isCached: result.cached !== undefined };
  };
  const why = async (options: RunOptions = {}) =>
    (await whyNotebooks([notebook], { out: join(folder, "out"), cache: "notebooks", ...options }))[0];
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  return { folder, notebook, run, why, write };
}

/** A cell that prints when it ran: an output from the cache is the same again. */
const CLOCK = 'console.log("now", process.hrtime.bigint());';

describe("a notebook that has not changed", () => {
  it("is not run again: outputs, counts and metadata are those of the run", async () => {
    const { folder, run } = project([CLOCK, "1 + 1", { cell_type: "markdown", source: "# A" }]);
    const first = await run();
    expect(first).toMatchObject({ isCached: false, result: { status: "passed", notices: [] } });
    const made = readFileSync(join(folder, "out", "notebooks", "x.ipynb"), "utf8");
    rmSync(join(folder, "out"), { recursive: true });
    const { result, events } = await run();
    expect(result).toMatchObject({
      status: "passed",
      cached: { seconds: expect.any(Number) },
      cells: [
        { status: "passed", seconds: 0, executionCount: 1 },
        { status: "passed", executionCount: 2, outputs: [{ output_type: "execute_result" }] },
      ],
    });
    expect(readFileSync(join(folder, "out", "notebooks", "x.ipynb"), "utf8")).toBe(made);
    expect(events.map(({ type }) => type)).toEqual([
      "notebook-started",
      "cell-finished",
      "cell-finished",
      "notebook-finished",
      "run-finished",
    ]);
  });

  it("is not run again when only prose, outputs and unrelated tags differ", async () => {
    const { run, write } = project([CLOCK]);
    const { result } = await run();
    const said = result.notebook && streamOf(result.notebook);
    const edited = {
      cell_type: "code",
      source: CLOCK,
      metadata: { tags: ["hide-input"] },
      outputs: [],
      execution_count: 5,
    };
    write("x.ipynb", notebookText([{ cell_type: "markdown", source: "# New" }, edited], "tsnb"));
    const again = await run();
    expect(again.isCached).toBe(true);
    expect(again.result.notebook && streamOf(again.result.notebook)).toEqual(said);
    expect(again.result.notebook?.cells[1]?.metadata).toEqual({ tags: ["hide-input"] });
  });

  it("is compared with --check, and can replace itself", async () => {
    const { folder, run } = project(['console.log("a")']);
    await run({ inplace: true });
    expect(outputsOf(notebookIn(folder, "x.ipynb"))).toMatchObject([[{ text: "a\n" }]]);
    // Editors and build tools take a newer file for a changed one.
    utimesSync(join(folder, "x.ipynb"), 1000, 1000);
    expect((await run({ inplace: true })).isCached).toBe(true);
    expect(statSync(join(folder, "x.ipynb")).mtimeMs).toBe(1_000_000);
    const { result } = await run({ check: true });
    expect(result).toMatchObject({ status: "passed", cached: {}, comparison: { compared: 1 } });
    const text = readFileSync(join(folder, "x.ipynb"), "utf8");
    writeFileSync(join(folder, "x.ipynb"), text.replace('"a\\n"', '"b\\n"'));
    expect((await run({ check: true })).result).toMatchObject({ status: "different", cached: {} });
  });

  it("runs anyway with --verify and --record", async () => {
    const { run } = project(["1"]);
    await run();
    expect(await run({ verify: true })).toMatchObject({
      isCached: false,
      result: { notices: ["it runs, because --verify asks for a run"] },
    });
    expect((await run({ record: true })).isCached).toBe(false);
    expect((await run()).isCached).toBe(true);
  });

  it("has entries for each combination of parameters", async () => {
    const cell = {
      cell_type: "code",
      source: "const n: number = 1;",
      metadata: { tags: ["parameters"] },
      outputs: [],
      execution_count: null,
    };
    const { notebook, folder, why } = project([cell, "console.log(n)"]);
    const options = { out: join(folder, "out"), cache: "notebooks", matrix: { n: [2, 3] } } as const;
    await runNotebooks([notebook], options);
    const { notebooks } = await runNotebooks([notebook], options);
    expect(
      notebooks.map(({ cached, notebook: made }) => [cached !== undefined, made && streamOf(made).at(-1)]),
    ).toEqual([
      [true, "2\n"],
      [true, "3\n"],
    ]);
    expect(await why({ param: { n: 4 } })).toMatchObject({
      verdict: "changed",
      reasons: [expect.stringMatching(/^the parameter "n" has changed from \d to 4$/)],
    });
  });

  it("keeps the outputs of cells before --from, and of those after --until", async () => {
    const stored = { outputs: [{ output_type: "stream", name: "stdout", text: "stored" }], execution_count: 7 };
    const cell = (text: string) => ({ cell_type: "code", source: `console.log("${text}")`, ...stored });
    const { run } = project([cell("1"), cell("2"), cell("3")]);
    await run({ from: "2", until: "2" });
    const { result, isCached } = await run({ from: "2", until: "2" });
    expect(isCached).toBe(true);
    expect(result.notebook && streamOf(result.notebook)).toEqual(["stored", "2\n", "stored"]);
    expect((await run()).isCached).toBe(false);
  });
});

describe("a changed notebook", () => {
  it("runs again, and `why` names the changed part", async () => {
    const helper = 'import data from "./data.json";\nexport const k = data.k;';
    const cells = [
      { cell_type: "markdown", source: "# Load" },
      'import { k } from "./helper.ts";\nimport { readFileSync } from "node:fs";',
      { cell_type: "markdown", source: "# Say" },
      'console.log(k, readFileSync("a.csv", "utf8"), process.env.WHO);',
    ];
    const { run, why, write } = project(cells, { "helper.ts": helper, "data.json": '{"k": 1}', "a.csv": "x" });
    await run();
    expect(await why()).toMatchObject({ verdict: "cached", reasons: [] });
    write("data.json", '{"k": 2}');
    expect(await why()).toMatchObject({ verdict: "changed", reasons: ['the file "data.json" has changed'] });
    write("a.csv", "y");
    vi.stubEnv("WHO", "me");
    expect((await why())?.reasons).toEqual([
      "the environment variable WHO has changed",
      'the file "a.csv" has changed',
      'the file "data.json" has changed',
    ]);
    const { isCached, result } = await run();
    expect(isCached).toBe(false);
    expect(result.notebook && streamOf(result.notebook)[1]).toBe("2 y me\n");
    write("x.ipynb", notebookText([...cells.slice(0, 3), 'console.log("new")'], "tsnb"));
    expect((await why())?.reasons).toContain("cell 4 (Say) has changed");
  });

  it("runs again after a change of a declared file, and of one that the metadata declare", async () => {
    const { run, write, notebook } = project([CLOCK], { "d/1.csv": "a", "e.txt": "" });
    const text = JSON.parse(readFileSync(notebook, "utf8"));
    text.metadata.tsnb = { cache: { files: ["d/*.csv"] } };
    write("x.ipynb", JSON.stringify(text));
    const options = { cacheFile: ["e.txt"] };
    await run(options);
    expect((await run(options)).isCached).toBe(true);
    write("d/2.csv", "b");
    expect((await run(options)).isCached).toBe(false);
    write("e.txt", "1");
    expect((await run(options)).isCached).toBe(false);
    expect((await run(options)).isCached).toBe(true);
  });

  it("refuses metadata of another form", async () => {
    const { run, write, notebook } = project([CLOCK]);
    const text = JSON.parse(readFileSync(notebook, "utf8"));
    text.metadata.tsnb = { cache: { file: "a" } };
    write("x.ipynb", JSON.stringify(text));
    expect((await run()).result).toMatchObject({ status: "failed", error: { name: "CacheMetadataError" } });
  });
});

describe("files that a notebook writes", () => {
  const WRITES = 'require("node:fs").writeFileSync("made.txt", "made");';
  const SAVES =
    'await (await import("tsnb/display")).save({ data: { values: [{ x: 1 }] }, mark: "point", encoding: { x: { field: "x" } } }, { name: `a${1}` });';

  it("are restored", async () => {
    const { run, folder } = project([WRITES, SAVES]);
    await run();
    const charts = readdirSync(join(folder, "out", "charts")).toSorted();
    expect(charts).toEqual(["a1.html", "a1.png", "a1.svg", "a1.vl.json"]);
    rmSync(join(folder, "made.txt"));
    rmSync(join(folder, "out"), { recursive: true });
    expect((await run()).isCached).toBe(true);
    expect(readFileSync(join(folder, "made.txt"), "utf8")).toBe("made");
    expect(readdirSync(join(folder, "out", "charts")).toSorted()).toEqual(charts);
  });

  it("make it run again if they were changed", async () => {
    const { run, write } = project(['const fs = require("node:fs"); fs.appendFileSync("log.txt", "x");'], {
      "log.txt": "",
    });
    const { result } = await run();
    expect(result.notices).toEqual([expect.stringMatching(/^it is not cached: .*log\.txt changed while it ran$/)]);
    write("log.txt", "");
    expect((await run()).isCached).toBe(false);
  });
});

describe("a notebook that cannot be cached", () => {
  it.each([
    [
      [{ cell_type: "code", source: "1", metadata: { tags: ["no-cache"] }, outputs: [], execution_count: null }],
      {},
      "cell 1 is tagged no-cache",
    ],
    [["!echo a"], {}, "cell 1 runs a command"],
    [
      ['import { readdirSync } from "node:fs"; readdirSync(".").length'],
      {},
      "it lists its own folder or one above; name the files that it reads there with --cache-file",
    ],
    [["process.env.PASS"], { secret: ["PASS"] }, "it reads the secret PASS, so its outputs depend on it"],
    [["const n = 1"], { param: { n: "hunter2" }, secret: ["PASS"] }, "a parameter holds a secret"],
    [["throw new Error()"], { allowErrors: true }, "cell 1 failed"],
  ])("says why: %#", async (cells, options, reason) => {
    vi.stubEnv("PASS", "hunter2");
    const tagged = cells.map((cell) =>
      cell === "const n = 1"
        ? {
            cell_type: "code",
            source: "const n: string = '';",
            metadata: { tags: ["parameters"] },
            outputs: [],
            execution_count: null,
          }
        : cell,
    );
    const { run } = project(tagged);
    expect((await run(options)).result.notices).toEqual([`it is not cached: ${reason}`]);
    expect((await run(options)).isCached).toBe(false);
  });

  it("leaves no entry when it fails", async () => {
    const { run } = project(["throw new Error()"]);
    expect((await run()).result.status).toBe("failed");
    expect(existsSync(join(cache, "runs"))).toBe(false);
  });

  it("has no secret in its entry", async () => {
    vi.stubEnv("PASS", "hunter2");
    const { run } = project(['console.log("hunter" + 2)']);
    await run({ secret: ["PASS"] });
    const { result, isCached } = await run({ secret: ["PASS"] });
    expect(isCached).toBe(true);
    expect(result.notebook && streamOf(result.notebook)).toEqual(["[secret PASS]\n"]);
    const files = readdirSync(join(cache, "runs"), { recursive: true, withFileTypes: true });
    const texts = files
      .filter((file) => file.isFile())
      .map((file) => readFileSync(join(file.parentPath, file.name), "utf8"));
    expect(texts).toHaveLength(1);
    expect(texts.join()).not.toContain("hunter2");
  });
});

describe("a cache that cannot be used", () => {
  it("is reported, and the notebook runs", async () => {
    writeFileSync(join(cache, "runs"), "");
    const { run } = project(["1"]);
    const { result } = await run();
    expect(result.status).toBe("passed");
    expect(result.notices).toEqual([expect.stringMatching(/^it could not be cached: Writing .*runs/)]);
  });

  it("is reported for a modified entry, which is replaced", async () => {
    const { run, why } = project(['console.log("right")']);
    await run();
    const names = readdirSync(join(cache, "runs"), { recursive: true, encoding: "utf8" });
    const file = names.find((name) => name.endsWith("entry"));
    const entry = join(cache, "runs", file ?? "");
    writeFileSync(entry, readFileSync(entry, "utf8").replace("right", "wrong"));
    expect(await why()).toMatchObject({ verdict: "broken" });
    const { result } = await run();
    expect(result.notices).toEqual(["its entry in the cache is not used: its content does not match its digest"]);
    expect(result.notebook && streamOf(result.notebook)).toEqual(["right\n"]);
    expect((await run()).isCached).toBe(true);
  });

  it("is used by two runs at once", async () => {
    const { run } = project([CLOCK]);
    const both = await Promise.all([run(), run({ inplace: true })]);
    expect(both.map(({ result }) => [result.status, result.notices])).toEqual([
      ["passed", []],
      ["passed", []],
    ]);
    expect((await run()).isCached).toBe(true);
  });
});
