import { readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type RunOptions, runNotebooks } from "../../../src/run/index.ts";
import { freshCache } from "../../support/fresh-cache.ts";
import { type CellSource, notebookText, outputsOf, streamOf } from "../../support/notebooks.ts";
import { scratch } from "../../support/scratch.ts";
import { withoutTypeChecks } from "../../support/without-type-checks.ts";

let cache = "";

beforeEach(() => {
  cache = freshCache();
  vi.stubEnv("TSNB_CACHE", cache);
  vi.stubEnv("CI", "");
});

afterEach(() => vi.unstubAllEnvs());

// Faster cells get no cache entry.
const SLOW = "await new Promise((resolve) => setTimeout(resolve, 250));";

function project(cells: readonly CellSource[], files: Record<string, string> = {}, kernel = "tsnb") {
  const folder = realpathSync(scratch({ "x.ipynb": notebookText(cells, kernel), ...files }));
  const run = async (options: RunOptions = {}) => {
    const given = { out: join(folder, "out"), cache: "cells", types: "off", ...options } as const;
    const { notebooks } = await runNotebooks([join(folder, "x.ipynb")], given);
    const [result] = notebooks;
    if (result?.notebook === undefined) throw new Error("no result");
    return {
      result,
      said: streamOf(result.notebook),
      complaints: streamOf(result.notebook, "stderr").join(""),
      cached: result.cells.filter((cell) => cell.cached).length,
    };
  };
  const edit = (edited: readonly CellSource[]) => writeFileSync(join(folder, "x.ipynb"), notebookText(edited, kernel));
  return { folder, run, edit };
}

describe("the first cells of a notebook", () => {
  const FIRST = [
    'import pl from "nodejs-polars";\nimport { double } from "./helper.ts";\nimport { readFileSync } from "node:fs";',
    `let total = 1;
const shared = { list: [1, 2], when: new Date(0) };
const alias = shared.list;
class Point { constructor(readonly x: number) {} add(n: number) { return this.x + n; } }
enum Color { red = 4 }
const later = () => total;
${SLOW}
console.log("first", readFileSync("a.csv", "utf8"));`,
    `const df = pl.DataFrame({ a: [1, 2, 3], b: ["x", null, "z"] });
const { height: rows } = df;
total += double(rows);
${SLOW}
total`,
  ];
  const LAST = `alias.push(3);
const typed: number = total + Color.red;
const wrong: string = total;
console.log(typed, shared.list.join(), shared.when.getTime(), later(), new Point(1).add(2), df.getColumn("b").toArray());`;
  const files = { "helper.ts": "export const double = (n: number) => n * 2;", "a.csv": "a" };

  it("come from the cache with their outputs, values and types", async () => {
    const { run, edit } = project([...FIRST, "console.log(total)"], files);
    expect(await run()).toMatchObject({ cached: 0, said: ["", "first a\n", "", "7\n"], result: { notices: [] } });
    edit([...FIRST, LAST]);
    const { result, said, cached, complaints } = await run();
    expect(result).toMatchObject({ status: "passed", notices: ["its first 3 cells come from the cache"] });
    expect(cached).toBe(3);
    expect(said[1]).toBe("first a\n");
    expect(said[3]).toBe("11 1,2,3 0 7 3 [ 'x', null, 'z' ]\n");
    expect(result.cells.map(({ executionCount }) => executionCount)).toEqual([1, 2, 3, 4]);
    expect(complaints).toContain("Type 'number' is not assignable to type 'string'");
    expect(complaints).not.toContain("Cannot find name");

    const { result: whole } = await project([...FIRST, LAST], files).run({ cache: "off" });
    expect(result.notebook && outputsOf(result.notebook)).toEqual(whole.notebook && outputsOf(whole.notebook));
  });

  it("are taken as far as they are unchanged, also after a later cell failed", async () => {
    vi.stubEnv("TSNB_CHECK", "off");
    const { run, edit, folder } = project([...FIRST, 'throw new Error("no")'], files);
    expect((await run()).result.status).toBe("failed");
    edit([...FIRST, LAST]);
    expect((await run()).cached).toBe(3);
    edit([...FIRST.slice(0, 2), `${FIRST[2]} + 1`, LAST]);
    expect((await run()).cached).toBe(2);
    writeFileSync(join(folder, "a.csv"), "b");
    expect(await run()).toMatchObject({ cached: 0, said: ["", "first b\n", "", expect.any(String)] });
    writeFileSync(join(folder, "helper.ts"), "export const double = (n: number) => n * 3;");
    const { cached, said } = await run();
    expect(cached).toBe(0);
    expect(said[3]).toMatch(/^14 /);
  });

  it("write the charts that they saved again", async () => {
    vi.stubEnv("TSNB_CHECK", "off");
    const save =
      'import { save } from "tsnb/display";\nconst names = 1;\nawait save({ data: { values: [{ x: 1 }] }, mark: "point", encoding: { x: { field: "x" } } }, { name: `c${1}` });';
    const { run, edit, folder } = project([`${save}\n${SLOW}`, "1"]);
    await run();
    edit([`${save}\n${SLOW}`, "names"]);
    expect(await run({ out: join(folder, "out") })).toMatchObject({ cached: 1 });
    expect(readdirSync(join(folder, "out", "charts"))).toHaveLength(4);
  });
});

describe("cells that cannot come from the cache", () => {
  withoutTypeChecks();

  it.each([
    ["const now = Date.now();", "it reads the clock"],
    ["const f = (() => () => 1)();", "f is a function that no cell declares itself"],
    ["class A { x = 1 }\nconst a = [new A()];", "a[0] is an object of the class A"],
    ["const a = 1;\nsetTimeout(() => {}, 60_000);", "something still runs (Timeout)"],
    [
      'import { next } from "./counter.ts";\nconst n = next();',
      'it imports "./counter.ts": it keeps a value (n) that can change',
    ],
    ['import x from "left-pad";', 'it imports "left-pad", which may keep state of its own'],
    ['display("a", { id: "d" });', "it uses display"],
  ])("run, and a notice says why: %s", async (code, reason) => {
    const counter = "let n = 0; export const next = () => ++n;";
    const leftPad = {
      "node_modules/left-pad/package.json": '{"name":"left-pad","version":"1.0.0","main":"i.js"}',
      "node_modules/left-pad/i.js": "",
    };
    const { run, edit } = project([`${code}\n${SLOW}`, "1"], { "counter.ts": counter, ...leftPad });
    expect((await run()).result.notices).toEqual([`the cells from cell 1 on are not kept: ${reason}`]);
    edit([`${code}\n${SLOW}`, "2"]);
    expect((await run()).cached).toBe(0);
  });

  it("are those from one that is tagged, or that failed with leave", async () => {
    const tagged = {
      cell_type: "code",
      source: SLOW,
      metadata: { tags: ["no-cache"] },
      outputs: [],
      execution_count: null,
    };
    const { run } = project([`const a = 1;\n${SLOW}`, tagged, "1"]);
    await run();
    expect(await run()).toMatchObject({ cached: 1 });
    const raising = { ...tagged, source: 'throw new Error("a");', metadata: { tags: ["raises-exception"] } };
    const other = project([`const a = 1;\n${SLOW}`, raising, `const b = 1;\n${SLOW}`, "1"]);
    expect((await other.run()).result.notices).toEqual([
      "the cells from cell 2 on are not kept: cell 2 ended with an error",
    ]);
    other.edit([`const a = 1;\n${SLOW}`, raising, `const b = 1;\n${SLOW}`, "2"]);
    expect((await other.run()).cached).toBe(1);
  });

  it("are all those of another kernel, and of a seeded run", async () => {
    const { run } = project([`const a = 1;\n${SLOW}`], {}, "tslab");
    expect((await run()).result.notices).toEqual(["cells are not kept: the kernel tslab cannot restore values"]);
    const seeded = project([`const a = 1;\n${SLOW}`]);
    expect((await seeded.run({ deterministic: true })).result.notices).toEqual([
      "cells are not kept: random numbers continue from cell to cell",
    ]);
  });

  it("are all when the cache has a file in place of its folder", async () => {
    writeFileSync(join(cache, "file"), "");
    vi.stubEnv("TSNB_CACHE", join(cache, "file"));
    const { result } = await project([`const a = 1;\n${SLOW}`, "1"]).run();
    expect(result.status).toBe("passed");
    expect(result.notices[0]).toContain(
      `the cells from cell 1 on are not kept: Writing ${join(cache, "file", "runs")}: a file is where a folder should be.`,
    );
  });

  it("are those whose entry was changed", async () => {
    const { run, edit } = project([`const a = [1];\n${SLOW}`, "1"]);
    await run();
    for (const name of readdirSync(join(cache, "runs"), { recursive: true, encoding: "utf8" })) {
      if (!/[0-9a-f]{64}$/.test(name)) continue;
      const content = readFileSync(join(cache, "runs", name));
      content[content.length - 2] = 99;
      writeFileSync(join(cache, "runs", name), content);
    }
    edit([`const a = [1];\n${SLOW}`, "console.log(a)"]);
    expect(await run()).toMatchObject({ cached: 0, said: ["", "[ 1 ]\n"] });
  });
});
