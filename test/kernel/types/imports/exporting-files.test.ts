import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { ExportingFiles } from "../../../../src/kernel/types/imports/exporting-files.ts";

const folder = mkdtempSync(join(tmpdir(), "tsnb-exporting-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

async function exported(file: string, files = new ExportingFiles()) {
  return (await files.of([file])).get(file) ?? [];
}

async function names(file: string, files?: ExportingFiles): Promise<string[]> {
  return (await exported(file, files)).map(({ name = "?", kind, isType }) => `${name} ${isType ? "type" : kind}`);
}

it("follows exports into other files, and stops at circles", async () => {
  write("one.ts", "export interface Shape {} export function area() {} export default 1;");
  write("two.ts", 'export * from "./index.ts"; export const own = 1;');
  const index = write("index.ts", 'export * from "./one.ts"; export * from "./two.js"; export * from "package";');
  expect(await names(index)).toEqual(["Shape type", "area function", "own variable"]);
  const picked = write("picked.ts", 'export { Shape as Form, area } from "./index"; export { gone } from "./gone.ts";');
  expect(await names(picked)).toEqual(["Form type", "area function", "gone variable"]);
});

it("knows that two files export the same thing", async () => {
  const one = write("a.ts", "export const same = 1;");
  const other = write("b.ts", 'export { same } from "./a.ts";');
  const [first] = await exported(one);
  const [second] = await exported(other);
  expect(second?.origin).toBe(first?.origin);
});

it("passes on one export of a name: the file's own, then that of the first module", async () => {
  write("left.ts", "export const both = 1; export default function other() {}");
  write("right.ts", "export function both() {} export interface mine {}");
  const file = write("both.ts", 'export * from "./left.ts"; export * from "./right.ts"; export const mine = 1;');
  expect(await names(file)).toEqual(["mine variable", "both variable"]);
  const hidden = write("hidden.ts", 'export { other } from "./left.ts";');
  expect((await exported(hidden)).map(({ origin }) => origin)).toEqual([`${hidden} other`]);
});

it("ends for names that files pass on in circles", async () => {
  const here = write("here.ts", 'export { ring } from "./there.ts"; export { loop as ring2 } from "./here.ts";');
  write("there.ts", 'export { ring } from "./here.ts"; export { default } from "./there.ts";');
  expect(await names(here)).toEqual(["ring variable", "ring2 variable"]);
});

it("locates each name once, however many levels of files pass it on", async () => {
  const count = 30;
  const each = (text: (index: number) => string) => Array.from({ length: count }, (_, index) => text(index)).join("\n");
  write(
    "level0.ts",
    each((index) => `export const name${index} = ${index};`),
  );
  for (let level = 1; level <= 40; level++) {
    write(
      `level${level}.ts`,
      each((index) => `export { name${index} } from "./level${level - 1}.ts";`),
    );
  }
  const found = await exported(join(folder, "level40.ts"));
  expect(found.map(({ origin }) => origin)).toEqual(
    Array.from({ length: count }, (_, index) => `${join(folder, "level0.ts")} name${index}`),
  );
});

it("reads declaration files that name each other by their sources", async () => {
  write("part.d.ts", "export declare function part(): void;");
  write("rest.d.mts", "export declare const rest: 1;");
  const file = write("all.d.ts", 'export { part } from "./part.ts"; export * from "./rest.mjs";');
  expect(await names(file)).toEqual(["part function", "rest variable"]);
});

it("reads a file again once it has changed", async () => {
  const files = new ExportingFiles();
  const file = write("changing.ts", "export const before = 1;");
  expect(await names(file, files)).toEqual(["before variable"]);
  write("changing.ts", "export const after = 1;");
  utimesSync(file, new Date(), new Date(Date.now() + 5000));
  expect(await names(file, files)).toEqual(["after variable"]);
  rmSync(file);
  expect(await names(file, files)).toEqual([]);
});
