import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { Client } from "../support/client.ts";
import { findCompiler } from "../../../src/kernel/types/compiler/find-compiler.ts";
import { makeProject, Notebook, removeProject } from "../support/typed-notebook.ts";

const folder = makeProject({}, ["@types/node", "vega-lite"]);
const shared = new Notebook(folder);
const opened: Notebook[] = [];

/** The notebook for tests that do not harm the compiler, with no cells. */
function sharedNotebook(): Notebook {
  shared.service.reset();
  return shared;
}

/** A notebook with a compiler of its own. */
async function open(): Promise<Notebook> {
  const notebook = new Notebook(folder);
  opened.push(notebook);
  await notebook.service.ready;
  return notebook;
}

beforeAll(() => shared.service.ready);

afterEach(async () => {
  for (const notebook of opened.splice(0)) await notebook.service.dispose();
});

afterAll(async () => {
  await shared.service.dispose();
  removeProject(folder);
});

test("the version is known once the compiler answers", () => {
  const notebook = sharedNotebook();
  expect(notebook.service.version()).toMatch(/^7\.\d+\.\d+/);
});

test("names are forgotten on reset", async () => {
  const notebook = sharedNotebook();
  await notebook.runAll(["const a = 1; declare global { var g: number }", "a; g;"]);
  notebook.service.reset();
  expect(await notebook.run("a; g;")).toEqual(["TS2304 1:1", "TS2304 1:4"]);
  expect(await notebook.runAll(["const a = 'x';", "a.length"])).toEqual([[], []]);
});

test("completion and inspection answer while a cell is checked", async () => {
  const notebook = sharedNotebook();
  await notebook.run(`import type { TopLevelSpec } from "vega-lite";\nconst first = { height: 1 };`);
  const spec = `{ layer: [${`{ mark: "bar", encoding: { x: { field: "a", type: "quantitative" } } },`.repeat(200)}], data: { values: [] } }`;
  const order: string[] = [];
  const checked = notebook.check(`const spec: TopLevelSpec = ${spec};`).then(() => order.push("checked"));
  const completed = notebook.complete("first.hei|").then(({ texts }) => order.push(...texts));
  await Promise.all([
    checked,
    completed,
    notebook.inspect("fir|st").then((found) => order.push(found?.signature ?? "")),
  ]);
  expect(order.toSorted()).toEqual(["checked", "const first: {\n    height: number;\n}", "height"]);
});

test.for([
  ["brackets", `const deep = ${"[".repeat(20_000)}${"]".repeat(20_000)};`],
  ["brackets that are not closed", `const deep = ${"f(".repeat(20_000)}`],
  ["type arguments", `let deep: ${"A<".repeat(20_000)}1${">".repeat(20_000)};`],
  ["operators", `const deep = ${"1 + ".repeat(50_000)}1;`],
] as const)("a cell of thousands of nested %s does no harm", async ([, deep]) => {
  const notebook = sharedNotebook();
  expect(await notebook.run(deep)).toEqual([]);
  expect((await notebook.complete(`${deep}\n|`)).start).toBeDefined();
  await notebook.inspect(`${deep}|`);
  expect(await notebook.runAll(["const a = 1;", "a.foo"])).toEqual([[], ["TS2339 1:3"]]);
});

describe("a check that is asked to stop", () => {
  // The compiler does not check for cancellation before it has resolved all of these types.
  const endless = `type Deep<N extends number, A extends 0[] = []> = A["length"] extends N ? A : Deep<N, [...A, 0]>;
type Wide = ${Array.from({ length: 400 }, (_, index) => `Deep<${990 - index}>`).join(" | ")};
const a: Wide = [];`;

  test("ends at once without a result, and the next one has one", async () => {
    const notebook = await open();
    const controller = new AbortController();
    const checking = notebook.service.check({ id: 1, code: endless, executionCount: 1 }, controller.signal);
    setTimeout(() => controller.abort(), 100);
    const started = performance.now();
    expect(await checking).toEqual([]);
    expect(performance.now() - started).toBeLessThan(1000);
    expect(await notebook.run("const b: string = 1;")).toEqual(["TS2322 1:7"]);
  });

  test("does not start when it was stopped before", async () => {
    const notebook = sharedNotebook();
    const cell = { id: 1, code: "const c: string = 1;", executionCount: 1 };
    expect(await notebook.service.check(cell, AbortSignal.abort())).toEqual([]);
  });

  test("abandons a compiler that does not stop", async () => {
    const notebook = await open();
    const controller = new AbortController();
    const checking = notebook.service.check({ id: 1, code: endless, executionCount: 1 }, controller.signal);
    setTimeout(() => controller.abort(), 100);
    expect(await checking).toEqual([]);
    await vi.waitFor(() => expect(notebook.troubles).toEqual([expect.stringContaining("did not stop")]), 10_000);
    expect(await notebook.run("const b: string = 1;")).toEqual(["TS2322 1:7"]);
  });
});

test("after the end it answers nothing", async () => {
  const notebook = await open();
  await notebook.service.dispose();
  expect(await notebook.run("const a: string = 1;")).toEqual([]);
  expect(await notebook.service.complete("con", 3)).toBeUndefined();
  expect(await notebook.service.inspect("con", 3, 0)).toBeUndefined();
  expect(notebook.troubles).toEqual([]);
});

test("a folder where nothing can start is reported once, and nothing fails", async () => {
  const nowhere = new Notebook(join(folder, "not", "there"));
  await nowhere.service.ready;
  expect(await nowhere.runAll(["const a: string = 1;", "a"])).toEqual([[], []]);
  expect(nowhere.troubles).toEqual([expect.stringContaining("types are not checked")]);
  await nowhere.service.dispose();
});

// The compiler's process is found through /proc.
describe.skipIf(process.platform !== "linux")("the compiler's process", () => {
  // These tests look at all compilers that run.
  beforeAll(() => shared.service.dispose());

  test("is restarted when it dies, with all names, which is reported once", async () => {
    const notebook = await open();
    await notebook.runAll(["const a = 1;", "interface B { c: string }"]);
    for (let time = 0; time < 2; time++) {
      for (const pid of compilersOf(process.pid)) process.kill(pid, "SIGKILL");
      expect(await notebook.run("const b: B = { c: a };")).toEqual(["TS2322 1:16"]);
    }
    expect((await notebook.complete("a.toF|")).texts).toEqual(["toFixed"]);
    expect(notebook.troubles).toEqual([expect.stringContaining("is started again")]);
  });

  test("is left alone when it keeps dying", async () => {
    const notebook = await open();
    for (let time = 0; time < 3; time++) {
      await notebook.run("1");
      for (const pid of compilersOf(process.pid)) process.kill(pid, "SIGKILL");
      await vi.waitFor(() => expect(compilersOf(process.pid)).toEqual([]));
    }
    expect(await notebook.run("const a: string = 1;")).toEqual([]);
    expect(notebook.troubles.at(-1)).toContain("keeps ending");
    expect(compilersOf(process.pid)).toEqual([]);
  });

  test("dies while it checks, and the check is made again", async () => {
    const notebook = await open();
    const checking = notebook.run("const a: string = 1;");
    for (const pid of compilersOf(process.pid)) process.kill(pid, "SIGKILL");
    expect(await checking).toEqual(["TS2322 1:7"]);
  });

  test("collects its garbage twice when idle", async () => {
    const own = makeProject({}, ["@types/node"]);
    const trace = tracedCompiler(own);
    const traced = new Notebook(own);
    await traced.run("const a = 1;");
    const collections = () => readFileSync(trace, "utf8").split("(forced)").length - 1;
    await vi.waitFor(() => expect(collections()).toBeGreaterThanOrEqual(2), 10_000);
    expect(await traced.run("a.foo")).toEqual(["TS2339 1:3"]);
    await traced.service.dispose();
    removeProject(own);
  });

  test("ends with dispose", async () => {
    const notebook = await open();
    expect(compilersOf(process.pid)).toHaveLength(1);
    await notebook.service.dispose();
    expect(compilersOf(process.pid)).toEqual([]);
  });

  test("ends with a kernel that is killed", async () => {
    const client = await Client.start({ cwd: folder });
    await client.request("shell", "complete_request", { code: "1", cursor_pos: 1 });
    const kernel = client.process.pid ?? 0;
    const [compiler = 0] = compilersOf(kernel);
    expect(compiler).toBeGreaterThan(0);
    process.kill(kernel, "SIGKILL");
    await vi.waitFor(() => expect(read(`/proc/${compiler}/cmdline`)).toBe(""), 10_000);
    await client.stop();
  });
});

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function compilersOf(parent: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      const [stat, command] = [read(`/proc/${pid}/stat`), read(`/proc/${pid}/cmdline`)];
      return stat.split(") ")[1]?.split(" ")[1] === String(parent) && command.includes("--lsp");
    });
}

/** Installs a compiler in the project that logs its garbage collections to a file. Returns the file's path. */
function tracedCompiler(project: string): string {
  const { program, version } = findCompiler(project);
  const trace = join(project, "trace.txt");
  const platform = `@typescript/typescript-${process.platform}-${process.arch}`;
  const script = `#!/bin/sh\nGODEBUG=gctrace=1 exec ${JSON.stringify(program)} "$@" 2>${JSON.stringify(trace)}\n`;
  const files = { [`${platform}/package.json`]: "{}", [`${platform}/lib/tsc`]: script };
  for (const [name, text] of Object.entries({ ...files, "typescript/package.json": JSON.stringify({ version }) })) {
    const file = join(project, "node_modules", name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { mode: 0o755 });
  }
  return trace;
}
