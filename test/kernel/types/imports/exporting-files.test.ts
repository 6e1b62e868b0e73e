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

async function names(file: string, files = new ExportingFiles()): Promise<string[]> {
  return (await files.of(file)).map(({ name = "?", kind, isType }) => `${name} ${isType ? "type" : kind}`);
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
  const files = new ExportingFiles();
  const [first] = await files.of(one);
  const [second] = await files.of(other);
  expect(second?.origin).toBe(first?.origin);
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
