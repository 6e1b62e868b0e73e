import { existsSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, it, vi } from "vitest";
import { whyNotebooks } from "../../../../src/run/cache/why.ts";
import { type RunOptions, runNotebooks } from "../../../../src/run/index.ts";
import { serve, type Served } from "../../../serve/support/served.ts";
import { type CellSource, notebookText, streamOf } from "../../../support/notebooks.ts";
import { scratch } from "../../../support/scratch.ts";
import { withoutTypeChecks } from "../../../support/without-type-checks.ts";

withoutTypeChecks();

beforeEach(() => {
  vi.stubEnv("TSNB_CACHE", scratch());
  vi.stubEnv("CI", "");
});

/** A cell that prints when it ran: an output from the cache is the same again. */
const CLOCK = 'console.log("now", process.hrtime.bigint());';

/** A notebook here, and functions that run it on a server and explain the cache's decision. */
function project(cells: readonly CellSource[], files: Record<string, string> = {}) {
  const folder = realpathSync(scratch({ "x.ipynb": notebookText(cells, "tsnb"), ...files }));
  const given = (served: Served, options: RunOptions) => {
    const server = { server: [served.url], token: served.token };
    return { out: join(folder, "out"), cache: "notebooks", types: "off", ...server, ...options } as const;
  };
  const notebook = join(folder, "x.ipynb");
  const run = async (served: Served, options: RunOptions = {}) => {
    const { notebooks } = await runNotebooks([notebook], given(served, options));
    const [result] = notebooks;
    if (result === undefined) throw new Error("no result");
    const { status, notices } = result;
    return {
      status,
      notices,
      isCached: result.cached !== undefined,
      said: result.notebook && streamOf(result.notebook),
    };
  };
  const why = async (served: Served, options: RunOptions = {}) => {
    const [found] = await whyNotebooks([notebook], given(served, options));
    return { verdict: found?.verdict, reasons: found?.reasons };
  };
  return { folder, run, why };
}

const READ = `import { readFileSync } from "node:fs";\nconsole.log(readFileSync("data.txt", "utf8"));\n${CLOCK}`;

it("runs again only when a file there has changed, another server is asked, or a variable differs", async () => {
  const served = await serve({ folder: scratch({ "data.txt": "one" }) });
  const { run, why } = project([READ]);
  expect(await why(served)).toEqual({ verdict: "new", reasons: [] });
  const first = await run(served);
  expect(first).toMatchObject({ status: "passed", notices: [], isCached: false });
  expect(first.said?.[0]).toMatch(/^one\nnow /);
  expect(await run(served)).toEqual({ ...first, isCached: true });
  expect(await why(served)).toEqual({ verdict: "cached", reasons: [] });

  writeFileSync(join(served.folder, "data.txt"), "two");
  expect(await why(served)).toEqual({ verdict: "changed", reasons: ['the file "data.txt" has changed'] });
  const second = await run(served);
  expect({ isCached: second.isCached, said: second.said?.[0] }).toEqual({
    isCached: false,
    said: expect.stringMatching(/^two\n/),
  });

  const other = await serve({ folder: served.folder });
  const moved = `the server has changed from ${served.url}/ to ${other.url}/`;
  expect(await why(other)).toEqual({ verdict: "changed", reasons: [moved] });
  expect(await run(other)).toMatchObject({ status: "passed", isCached: false });

  const reasons = ["the environment variable LEVEL is new"];
  expect(await why(other, { env: { LEVEL: "2" } })).toEqual({ verdict: "changed", reasons });
  expect(await (await served.ask("/api/kernels")).json()).toEqual([]);
});

it("sees packages there, and its own helpers with --sync", async () => {
  const there = scratch({
    "node_modules/pack/package.json": '{ "name": "pack", "version": "1.0.0", "main": "i.js" }',
    "node_modules/pack/i.js": 'exports.name = "one";',
  });
  const served = await serve({ folder: there, isWritable: true });
  const cell = `import { name } from "pack";\nimport { level } from "./helper.ts";\nconsole.log(name, level);\n${CLOCK}`;
  const { folder, run, why } = project([cell], { "helper.ts": "export const level = 1;" });
  const sync = { sync: true } as const;
  const first = await run(served, sync);
  expect(first).toMatchObject({ status: "passed", notices: [], isCached: false });
  expect(await run(served, sync)).toEqual({ ...first, isCached: true });

  writeFileSync(join(folder, "helper.ts"), "export const level = 2;");
  expect(await why(served, sync)).toEqual({ verdict: "changed", reasons: ['the file "helper.ts" has changed'] });
  expect((await run(served, sync)).said?.[0]).toMatch(/^one 2\n/);

  writeFileSync(
    join(there, "node_modules/pack/package.json"),
    '{ "name": "pack", "version": "2.0.0", "main": "i.js" }',
  );
  const reasons = ['the package "pack" has changed from 1.0.0 to 2.0.0'];
  expect(await why(served, sync)).toEqual({ verdict: "changed", reasons });
  expect(await (await served.ask("/api/contents")).json()).toMatchObject({ content: [{ name: "node_modules" }] });
});

it("keeps files that come back with --sync, and does not cache a run that leaves files on the server", async () => {
  const served = await serve({ isWritable: true });
  const write = `import { writeFileSync } from "node:fs";\nwriteFileSync("result.txt", "made");\n${CLOCK}`;
  const { folder, run } = project([write]);
  const left = "it is not cached: it writes result.txt on the server; --sync downloads such files";
  expect(await run(served)).toMatchObject({ isCached: false, notices: [left] });
  rmSync(join(served.folder, "result.txt"));
  const sync = { sync: true } as const;
  expect(await run(served, sync)).toMatchObject({ status: "passed", isCached: false, notices: [] });
  rmSync(join(folder, "result.txt"));
  expect(await run(served, sync)).toMatchObject({ isCached: true });
  expect(readFileSync(join(folder, "result.txt"), "utf8")).toBe("made");
});

it("comes from the cache with --sync although its folder has another name there in each run", async () => {
  const served = await serve({ isWritable: true });
  const list = `import { readdirSync } from "node:fs";\nconsole.log(readdirSync("data").join());\n${CLOCK}`;
  const { folder, run, why } = project([list], { "data/a.csv": "1", "data/deep/b.csv": "2" });
  const sync = { sync: true } as const;
  const first = await run(served, sync);
  expect(first).toMatchObject({ status: "passed", notices: [], isCached: false });
  expect(await run(served, sync)).toEqual({ ...first, isCached: true });
  writeFileSync(join(folder, "data/deep/b.csv"), "3");
  expect(await why(served, sync)).toEqual({ verdict: "changed", reasons: ['the file "data" has changed'] });
});

it("says that cells are not kept one by one, and runs where it is asked to", async () => {
  const served = await serve();
  const { folder, run } = project([CLOCK]);
  const cells = "its cells are not kept one by one, since their values would be in a file on the server";
  expect(await run(served, { cache: "cells" })).toMatchObject({ isCached: false, notices: [cells] });
  rmSync(join(folder, "out"), { recursive: true });
  expect(await run(served, { cache: "cells" })).toMatchObject({ isCached: true, notices: [] });
  expect(existsSync(join(folder, "out", "notebooks", "x.ipynb"))).toBe(true);
  const asked = "it runs, because --verify asks for a run";
  expect(await run(served, { verify: true })).toMatchObject({
    isCached: false,
    notices: expect.arrayContaining([asked]),
  });
});
