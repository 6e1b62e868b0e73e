import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { ProjectExports } from "../../../../src/kernel/types/imports/project-exports.ts";

/** A project with these files; their texts export the names that they contain. */
function project(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "tsnb-project-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), /^\w+$/.test(text) ? `export const ${text} = 1;` : text);
  }
  return folder;
}

async function found(folder: string): Promise<string[]> {
  const all = await new ProjectExports(folder).ofFiles((path) => path);
  return all.map(({ name, module, style }) => `${style === "default" ? "default " : ""}${name} ${module}`);
}

it("finds the files of the project, the nearest first", async () => {
  const folder = project({
    "package.json": "{}",
    "lib/far.ts": "far",
    "notebooks/near.ts": "near",
    "notebooks/sub/below.mjs": "below",
    "top.tsx": "top",
  });
  expect(await found(join(folder, "notebooks"))).toEqual([
    "near ./near.ts",
    "below ./sub/below.mjs",
    "top ../top.tsx",
    "far ../lib/far.ts",
  ]);
});

it("leaves out exports that nobody imports in a notebook", async () => {
  const folder = project({
    "tsconfig.json": '{ "compilerOptions": { "outDir": "compiled" } }',
    "a.ts": "a",
    "a.test.ts": "a1",
    "vitest.config.ts": "a2",
    "a.d.ts": "a3",
    "node_modules/b/b.ts": "a4",
    "dist/a.js": "a5",
    "compiled/a.js": "a6",
    ".cache/a.ts": "a7",
    "data.csv": "a8",
  });
  expect(await found(folder)).toEqual(["a ./a.ts"]);
});

it("names default exports, and those of an index by its folder", async () => {
  const folder = project({
    "package.json": "{}",
    "class-table.ts": "export default class Table {}",
    "rain-table.ts": "export default [1];",
    "shapes/index.ts": "export default {}; export * from './circle.ts';",
    "shapes/circle.ts": "circle",
  });
  expect(await found(folder)).toEqual([
    "default Table ./class-table.ts",
    "default rainTable ./rain-table.ts",
    "default shapes ./shapes/index.ts",
    "circle ./shapes/index.ts",
  ]);
});

it("looks only into the notebook's folder outside a project, and in a package that others import", async () => {
  const bare = project({ "a.ts": "a", "sub/b.ts": "b" });
  expect(await found(bare)).toEqual(["a ./a.ts"]);
  const library = project({
    "package.json": '{ "exports": "./src/index.ts" }',
    "src/index.ts": "inner",
    "notebooks/helper.ts": "helper",
  });
  expect(await found(join(library, "notebooks"))).toEqual(["helper ./helper.ts"]);
});

it("outlives a package.json that is not JSON", async () => {
  expect(await found(project({ "package.json": "{ broken", "a.ts": "a" }))).toEqual(["a ./a.ts"]);
});

it("knows the modules that the kernel offers where nothing is installed", async () => {
  const all = await new ProjectExports(project({})).ofOffered();
  const modules = (name: string) => all.filter((one) => one.name === name).map(({ module }) => module);
  expect(modules("getData")).toEqual(["tsnb/lesson"]);
  expect(modules("chart")).toEqual(["tsnb/display"]);
  expect(modules("readCSV")).toEqual(["nodejs-polars"]);
  expect(modules("readFile")).toEqual(["node:fs", "node:fs/promises"]);
});

it("knows Polars where npm installed it for tsnb alone, which the compiler does not propose", async () => {
  const files = (dependencies: object) => ({
    "package.json": JSON.stringify({ dependencies }),
    "node_modules/tsnb/package.json": "{}",
    "node_modules/nodejs-polars/package.json": "{}",
  });
  const modules = async (dependencies: object) => {
    const all = await new ProjectExports(project(files(dependencies))).ofOffered();
    return all.filter(({ name }) => name === "readCSV" || name === "chart").map(({ module }) => module);
  };
  expect(await modules({ tsnb: "1" })).toEqual(["nodejs-polars"]);
  expect(await modules({ tsnb: "1", "nodejs-polars": "1" })).toEqual([]);
});
