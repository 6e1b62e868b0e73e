import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import type { Answers } from "../../../src/kernel/live/messages.ts";
import { Client, sharedClient } from "../support/client.ts";
import { FrontEnd } from "../support/front-end.ts";

const folder = mkdtempSync(join(tmpdir(), "tsnb-imports-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const root = join(import.meta.dirname, "..", "..", "..");

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

/** Installs a package without a build: its files by name. */
function install(name: string, files: Readonly<Record<string, string>>): void {
  const place = join(folder, "node_modules", name);
  mkdirSync(place, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(place, file), text);
}

mkdirSync(join(folder, "node_modules", "@types"), { recursive: true });
symlinkSync(join(root, "node_modules", "@types", "node"), join(folder, "node_modules", "@types", "node"), "junction");
symlinkSync(root, join(folder, "node_modules", "tsnb"), "junction");
install("means", {
  "package.json": '{ "name": "means", "version": "1.0.0", "main": "means.js", "types": "means.d.ts" }',
  "means.js": "module.exports = { meanOf: (rows) => rows.length };",
  "means.d.ts": "export declare function meanOf(rows: number[]): number;\nexport interface MeanStyle { a: number }",
});
install("median", {
  "package.json": '{ "name": "median", "version": "1.0.0", "main": "median.js", "types": "median.d.ts" }',
  "median.js": "module.exports = function median() { return 5; };",
  "median.d.ts": "declare function median(): number;\nexport = median;",
});
install("unlisted", {
  "package.json": '{ "name": "unlisted", "version": "1.0.0", "main": "a.js", "types": "a.d.ts" }',
  "a.js": "",
  "a.d.ts": "export declare function meanUnlisted(): number;",
});
write("package.json", '{ "type": "module", "dependencies": { "means": "1", "median": "1", "tsnb": "1" } }');
write(
  "helpers.ts",
  "export function meanBy(rows: number[]) { return rows.length; }\r\n" +
    "export interface MeanOptions { a: number }\r\nexport default class MeanTable {}\r\n",
);
const client = await sharedClient({ cwd: folder, env: { TSNB_CHECK: "on" } });

// One for most tests: each front end has a compiler of its own.
const shared = new FrontEnd(client);

/** The shared front end, with no cells. */
function frontEnd(): FrontEnd {
  shared.type();
  return shared;
}

/** Asks for imports at `|` in the last cell. */
async function askAt(opened: FrontEnd, ...sources: readonly string[]) {
  const last = sources.at(-1) ?? "";
  const offset = last.indexOf("|");
  opened.type(...sources.slice(0, -1), last.replace("|", ""));
  return opened.ask<Answers["imports"] | null>(sources.length - 1, { kind: "imports", offset });
}

async function proposed(opened: FrontEnd, ...sources: readonly string[]): Promise<string[]> {
  const answer = await askAt(opened, ...sources);
  return answer?.names.map(({ name, module }) => `${name} ${module}`) ?? [];
}

/** The last cell once the import of a name was added. */
async function cellWith(name: string, ...sources: readonly string[]): Promise<string | undefined> {
  const opened = frontEnd();
  const answer = await askAt(opened, ...sources);
  const found = answer?.names.find((one) => one.name === name);
  return found && opened.after([found.edit]).at(-1);
}

describe("names to import", () => {
  it("come from the project's files, listed packages and Node's modules, with where each comes from", async () => {
    const opened = frontEnd();
    expect(await proposed(opened, "mean|")).toEqual([
      "meanBy ./helpers.ts",
      "mean nodejs-polars",
      "meanOf means",
      "MeanTable ./helpers.ts",
    ]);
    expect(await proposed(opened, "existsS|")).toEqual(["existsSync node:fs"]);
    expect(await proposed(opened, "readFile|")).toEqual([
      "readFile node:fs",
      "readFile node:fs/promises",
      "readFileSync node:fs",
    ]);
    expect(await proposed(opened, "plotI|")).toContain("plotIt tsnb/lesson");
  });

  it("have the range of the word and their kind", async () => {
    const answer = await askAt(frontEnd(), "const all = [1];\nconsole.log(meanB|)");
    expect(answer).toMatchObject({ start: 29, end: 34, names: [{ name: "meanBy", kind: "function" }] });
  });

  it("are types in the position of a type", async () => {
    expect(await proposed(frontEnd(), "const a: Mean|")).toEqual([
      "MeanOptions ./helpers.ts",
      "MeanTable ./helpers.ts",
      "MeanStyle means",
    ]);
  });

  it.each(["m|", "a.mean|", '"mean|"', "// mean|", "const mean|", "%who mean|"])("are none at %s", async (cell) => {
    expect(await proposed(frontEnd(), cell)).toEqual([]);
  });

  it("are none that cells declare or import, also further down or in a cell with a syntax error", async () => {
    const opened = frontEnd();
    expect(await proposed(opened, 'import { meanBy } from "./helpers.ts";', "meanB|")).toEqual([]);
    opened.type("meanB", "const meanBy = 1;");
    expect(await opened.ask(0, { kind: "imports", offset: 5 })).toMatchObject({ names: [] });
    expect(await proposed(opened, "const meanBy = 1;", "f(g(meanB|")).toEqual([]);
  });

  it("include one that the notebook has under another name", async () => {
    expect(await proposed(frontEnd(), 'import { meanBy as m } from "./helpers.ts";', "meanB|")).toEqual([
      "meanBy ./helpers.ts",
    ]);
  });

  it("follow the files as they are now", async () => {
    const opened = frontEnd();
    write("later.ts", "export const rainFirst = 1;");
    await expect.poll(() => proposed(opened, "rainF|"), { timeout: 20_000 }).toEqual(["rainFirst ./later.ts"]);
    write("later.ts", "export const rainFinally = 1;");
    expect(await proposed(opened, "rainF|")).toEqual(["rainFinally ./later.ts"]);
    rmSync(join(folder, "later.ts"));
    expect(await proposed(opened, "rainF|")).toEqual([]);
  });

  it("are spelled as the notebook spells files", async () => {
    expect(await proposed(frontEnd(), 'import { a } from "./a";', "meanB|")).toEqual(["meanBy ./helpers"]);
  });

  it("come while a cell runs, and after the compiler was made ready", async () => {
    const opened = frontEnd();
    opened.type("1");
    expect(await opened.ask(0, { kind: "readyImports" })).toBeNull();
    const running = client.begin("for (;;) {}");
    await client.waitFor((message) => message.parent_header.msg_id === running.id);
    expect(await proposed(opened, "meanB|")).toEqual(["meanBy ./helpers.ts"]);
    await client.interrupt();
    await running.done;
  });

  it("leave no second declaration of a cell's global declarations", async () => {
    const opened = frontEnd();
    const declaring = "declare global { const meanLimit: number; }";
    expect(await proposed(opened, declaring, `${declaring.replace("Limit", "Most")}\nmeanB|`)).toHaveLength(1);
    expect(await opened.write(declaring, `${declaring.replace("Limit", "Most")} meanMost + 1;`)).toEqual([[], []]);
  });

  it("come from Node and the kernel in a folder where nothing is installed", async () => {
    const bare = mkdtempSync(join(tmpdir(), "tsnb-bare-"));
    const kernel = await Client.start({ cwd: bare, env: { TSNB_CHECK: "on" } });
    onTestFinished(async () => {
      await kernel.stop();
      rmSync(bare, { recursive: true, force: true });
    });
    const opened = new FrontEnd(kernel);
    expect(await proposed(opened, "existsS|")).toEqual(["existsSync node:fs"]);
    expect(await proposed(opened, "readCSV|")).toEqual(["readCSV nodejs-polars", "readCSVStream nodejs-polars"]);
    expect(await proposed(opened, "plotI|")).toContain("plotIt tsnb/lesson");
    const { outputs } = await kernel.execute('import { existsSync } from "node:fs";\nexistsSync("nothing")');
    expect(JSON.stringify(outputs)).toContain('"text/plain":"false"');
  });

  it("come in notebooks of JavaScript", async () => {
    const kernel = await Client.start({ cwd: folder, env: { TSNB_CHECK: "on", TSNB_LANGUAGE: "javascript" } });
    onTestFinished(() => kernel.stop());
    expect(await proposed(new FrontEnd(kernel), "mean|")).toEqual([
      "meanBy ./helpers.ts",
      "mean nodejs-polars",
      "meanOf means",
      "MeanTable ./helpers.ts",
    ]);
  });
});

describe("the import of a name", () => {
  it("goes to the cell that needs it, below its commands and comments", async () => {
    expect(await cellWith("meanBy", "const a = 1;", "%check on\n// Means.\nmeanB|")).toBe(
      '%check on\n// Means.\nimport { meanBy } from "./helpers.ts";\nmeanB',
    );
  });

  it("joins the cell's own import of the module, also while the cell has a syntax error", async () => {
    const cell = 'import { existsSync } from "node:fs";\nfor (const a of b) {\n  f(readFileS|';
    expect(await cellWith("readFileSync", 'import { readdirSync } from "node:fs";', cell)).toBe(
      'import { existsSync, readFileSync } from "node:fs";\nfor (const a of b) {\n  f(readFileS',
    );
  });

  it.each([
    ["MeanTable", "MeanT|", 'import MeanTable from "./helpers.ts";\nMeanT'],
    ["MeanOptions", "let a: MeanO|", 'import type { MeanOptions } from "./helpers.ts";\nlet a: MeanO'],
    ["median", "media|", 'import median from "median";\nmedia'],
  ])("has the form that %s needs", async (name, cell, expected) => expect(await cellWith(name, cell)).toBe(expected));

  it.each([
    ["meanBy", "meanB|", "y([1, 2])", "2"],
    ["median", "media|", "n()", "5"],
    ["meanOf", "meanO|", "f([1])", "1"],
  ])("of %s leaves a cell that runs", async (name, start, rest, result) => {
    const cell = await cellWith(name, start);
    const { outputs } = await client.execute(`${cell}${rest}`);
    expect(JSON.stringify(outputs)).toContain(`"text/plain":"${result}"`);
  });
});

describe("the quick fix for a missing name", () => {
  it("adds the same imports", async () => {
    const opened = frontEnd();
    const cell = 'import MeanTable from "./helpers.ts";\nmeanBy([1]); new MeanTable();';
    await opened.write(cell);
    const fixes = await opened.ask<Answers["fixes"]>(0, { kind: "fixes", start: 40, end: 40 });
    const titles = fixes.map(({ title }) => title).filter((title) => title.includes("import"));
    expect(titles).toEqual(['Add import from "./helpers.ts"']);
    const fix = fixes.find(({ title }) => title === titles[0]);
    expect(opened.after(fix?.edits ?? [])).toEqual([cell.replace("MeanTable from", "MeanTable, { meanBy } from")]);
  });
});
