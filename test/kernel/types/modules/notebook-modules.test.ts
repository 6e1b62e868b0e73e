import { expect, test } from "vitest";
import { readCell } from "../../../../src/kernel/types/facts/cell-facts.ts";
import { NotebookModules } from "../../../../src/kernel/types/modules/notebook-modules.ts";
import { END, KNOWN, LIVE, MODULE, SURE } from "../../../../src/kernel/types/modules/reserved-names.ts";

function start() {
  const modules = new NotebookModules(
    (name) => `/notebooks/__tsnb_${name}.mts`,
    () => [],
  );
  const texts = new Map<string, string>();
  const take = (writes: ReturnType<NotebookModules["accept"]>) => {
    for (const { file, text } of writes) texts.set(file, text);
    return writes.length;
  };
  take(modules.start());
  const accept = (code: string, origin?: string) => take(modules.accept(facts(code), origin));
  const see = (code: string) => modules.document(facts(code), "narrowed");
  return { modules, texts, accept, see };
}

function facts(code: string) {
  const read = readCell(code);
  if (!read) throw new SyntaxError(code);
  return read;
}

test("a cell that declares no name needs no module", () => {
  const { accept } = start();
  expect(accept("1 + 1")).toBe(0);
  expect(accept("const a = 1;")).toBe(1);
  expect(accept("a + 1")).toBe(0);
});

test("a cell sees only the names that it uses", () => {
  const { accept, see } = start();
  accept("const a = 1; const b = 2; const c: number[] = [];");
  const { text, firstLine } = see("a + 1");
  expect(text).toMatch(/const a = \S+\.a;/);
  expect(see("c.length").text).toContain("declare const c:");
  expect(text).not.toContain(" b");
  expect(text.split("\n").slice(firstLine).join("\n")).toBe("a + 1");
});

test("a thousand cells that redeclare the same names use a handful of modules", () => {
  const { texts, accept } = start();
  for (let count = 0; count < 1000; count++) accept(`const a = ${count}; function b() { return ${count}; }`);
  expect(texts.size).toBe(9);
});

test("a module stays as long as a later cell builds on it", () => {
  const { texts, accept, see } = start();
  accept("const a = 'first';");
  accept("const b = () => a;");
  for (let count = 0; count < 20; count++) accept(`const a = ${count};`);
  expect([...texts.values()].filter((text) => text.includes("'first'"))).toHaveLength(1);
  expect(see("b()").uses.size).toBe(1);
});

test("a cell that runs repeatedly on its own results takes one more module", () => {
  const { texts, accept, see } = start();
  accept("const df = { a: 1 }; let n: number | undefined;");
  for (let count = 0; count < 100; count++) accept("const df = wrap(df); n = (n ?? 0) + 1;", "cell");
  expect(texts.size).toBe(9);
  expect(see("df; n").uses.size).toBeLessThan(4);
  accept("let n: string | undefined;");
  expect(accept("const df = wrap(df); n = (n ?? 0) + 1;", "cell")).toBeGreaterThan(0);
});

test("a variable that many cells assign does not need all their modules", () => {
  const { see, accept, texts } = start();
  accept("let n: number | undefined;");
  for (let count = 0; count < 100; count++) accept(`n = (n ?? 0) + ${count};`);
  expect(see("n").isNarrowed).toBe(true);
  expect(texts.size).toBeLessThan(40);
});

test("cells that set properties need only the modules that declare the variables", () => {
  const { see, accept, texts } = start();
  accept("const o: { n?: number } = {}; const p: { n?: number } = {};");
  for (let count = 0; count < 100; count++) accept(count % 2 ? `o.n = p.n ?? ${count};` : `p.n = o.n ?? ${count};`);
  expect(see("o.n ?? p.n").uses.size).toBe(3);
  expect(texts.size).toBe(9);
});

test("modules are made in ever larger batches", () => {
  const { texts, accept } = start();
  const sizes = new Set<number>();
  for (let count = 0; count < 100; count++) {
    accept(`const name${count} = 1;`);
    sizes.add(texts.size - 1);
  }
  expect([...sizes]).toEqual([8, 16, 32, 64, 128]);
});

test("a global declaration ends when its cell runs again without it", () => {
  const { texts, accept } = start();
  accept("declare global { var g: 1 }", "cell");
  accept("const a = 1;", "cell");
  expect([...texts.values()].filter((text) => text.includes("declare global"))).toEqual([]);
});

test("comments that the compiler reads stay in front", () => {
  const { see } = start();
  const { text } = see("/** @jsx h */\nconst a = <b />;");
  expect(text.startsWith("/** @jsx h */\n")).toBe(true);
});

test("a failed cell restores the earlier meanings of names, and their modules", () => {
  const { modules, accept, see } = start();
  accept("const a = 1; const b = 2;");
  const before = see("a + b").text;
  const failed = facts("const a = 'x'; const b = f(); const c = 3;");
  const cell = { id: 7, code: failed.code, executionCount: 7 };
  modules.accept(failed, undefined, cell.id);
  expect(see("a + b").text).not.toBe(before);
  modules.settle(failed, cell, { names: ["a", "b", "c"], hasBegun: true, cell: "Cell [7]", how: "failed" });
  expect(see("a + b").text).toBe(before);
  expect([...modules.missing]).toEqual([["c", expect.stringContaining("cell [7] failed before it declared c")]]);
  accept("const c = 4;");
  expect(modules.missing.size).toBe(0);
});

test("only the latest cell can turn out to have failed", () => {
  const { modules, see } = start();
  const first = facts("const a = 1;");
  modules.accept(first, undefined, 1);
  modules.accept(facts("const b = 2;"), undefined, 2);
  const all = { names: [], hasBegun: false, cell: "Cell [1]", how: "failed" } as const;
  modules.settle(first, { id: 1, code: first.code, executionCount: 1 }, all);
  expect(see("a").text).toContain(".a");
});

test("the example of CellDocument is the module that the compiler sees", () => {
  const { texts, accept, see } = start();
  accept("let total: number | string = 1;");
  const readable = (text: string | undefined) =>
    text
      ?.replaceAll(MODULE, "$")
      .replaceAll(END, "_end")
      .replaceAll(LIVE, "Live")
      .replaceAll(KNOWN, "Known")
      .replaceAll(SURE, "Sure");
  expect(readable(texts.get("/notebooks/__tsnb_cell0.mts"))).toBe(
    'import {  } from "./__tsnb_index.mts";  export { total };\nlet total: number | string = 1;\n;export const total_end = total;',
  );
  expect(readable(see("total.toFixed()").text)).toBe(
    'import { $0, Live, Known, Sure } from "./__tsnb_index.mts"; declare let total: typeof $0.total; total = null! as Live<typeof $0.total_end, typeof $0.total>; Known<Live<typeof $0.total_end, typeof $0.total>, typeof $0.total>(total);\ntotal.toFixed()',
  );
});
