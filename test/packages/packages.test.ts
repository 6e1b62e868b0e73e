import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { EXAMPLES } from "./examples.ts";
import { installPackages } from "./install.ts";
import { type Outcome, runExamples } from "./run-examples.ts";
import { denoSystem, tslabSystem, tsnbSystem } from "./systems.ts";
import { columnIn, tablePage, wordFor } from "./table.ts";

const PAGE = join(import.meta.dirname, "..", "..", "docs", "packages.md");

let folder: string;
let ours: ReadonlyMap<string, Outcome>;

beforeAll(async () => {
  folder = await installPackages();
  const tsnb = tsnbSystem();
  ours = await runExamples(tsnb, folder, EXAMPLES);
  if (process.env["TSNB_WRITE_PACKAGES"] === undefined) return;
  const columns = [{ title: "tsnb", outcomes: ours }];
  for (const system of [tslabSystem(), denoSystem(folder)]) {
    const title = `${system.name} ${system.version}`;
    columns.push({ title, outcomes: await runExamples(system, folder, EXAMPLES) });
  }
  await writeFile(PAGE, tablePage(EXAMPLES, columns, folder));
});

it("covers at least 60 packages, each once", () => {
  expect(new Set(EXAMPLES.map(({ name }) => name)).size).toBe(EXAMPLES.length);
  expect(EXAMPLES.length).toBeGreaterThanOrEqual(60);
});

it("has the results that the page lists for tsnb", async () => {
  const stated = columnIn(await readFile(PAGE, "utf8"), "tsnb");
  const found = EXAMPLES.map(({ name }) => [name, wordFor(ours.get(name))]);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(stated));
});

it("supports every package that works in another kernel", async () => {
  const page = await readFile(PAGE, "utf8");
  const others = ["tslab", "Deno"].map((title) => columnIn(page, title));
  const failing = EXAMPLES.filter(({ name }) => ours.get(name) !== undefined);
  expect(failing.filter(({ name }) => others.some((column) => column.get(name) === wordFor(undefined)))).toEqual([]);
});
