import { expect, it } from "vitest";
import { likeliestExports } from "../../../../src/kernel/types/imports/likeliest-exports.ts";
import type { Importable } from "../../../../src/kernel/types/imports/importable.ts";

function importable(name: string, module: string, rest: Partial<Importable> = {}): Importable {
  return { name, module, kind: "function", style: "named", isType: false, ...rest };
}

const WANTED = {
  start: "read",
  isWhole: false,
  isValue: true,
  isType: false,
  known: new Set<string>(),
  modules: new Set<string>(),
};

function chosen(all: readonly Importable[], fitting: readonly Importable[], wanted: Partial<typeof WANTED> = {}) {
  const found = likeliestExports(all, fitting, { ...WANTED, ...wanted });
  return found.map(({ name, module }) => `${name} ${module}`);
}

it("puts the project's files first, then packages, then Node's modules, and other letters last", () => {
  const fitting = [
    importable("readFile", "node:fs"),
    importable("readCSV", "nodejs-polars"),
    importable("Reader", "a"),
    importable("mayRead", "a"),
  ];
  expect(chosen([importable("readRain", "./rain.ts")], fitting)).toEqual([
    "readRain ./rain.ts",
    "readCSV nodejs-polars",
    "readFile node:fs",
    "Reader a",
  ]);
});

it("leaves out names that need no import", () => {
  expect(chosen([importable("readRain", "./rain.ts")], [], { known: new Set(["readRain"]) })).toEqual([]);
});

it("proposes one of several modules of a package, and none of its inner ones", () => {
  const modules = ["a/deep", "a", "a/dist/read", "b/read.js", "c/one/two", "@d/lib", "@d/lib/src", "e/internal"];
  const found = modules.map((module) => importable("read", module));
  expect(chosen([], found)).toEqual(["read a", "read @d/lib"]);
});

it("names Node's modules with node:, unless the notebook does not", () => {
  const found = ["fs", "node:fs", "fs/promises", "node:fs/promises"].map((module) => importable("readFile", module));
  expect(chosen([], found)).toEqual(["readFile node:fs", "readFile node:fs/promises"]);
  expect(chosen([], found, { modules: new Set(["fs"]) })).toEqual(["readFile fs", "readFile node:fs/promises"]);
});

it("takes Node's modules from this Node, and of equal ones only the main one", () => {
  const modules = ["node:path/posix", "node:path", "node:nothing"];
  expect(
    chosen(
      [],
      modules.map((module) => importable("readPath", module)),
    ),
  ).toEqual(["readPath node:path"]);
});

it("proposes types of files only in places for types, and values only in places for values", () => {
  const all = [
    importable("readRain", "./rain.ts"),
    importable("Reading", "./rain.ts", { kind: "interface", isType: true }),
    importable("Reader", "./rain.ts", { kind: "class" }),
  ];
  expect(chosen(all, [])).toEqual(["readRain ./rain.ts", "Reader ./rain.ts"]);
  expect(chosen(all, [], { isValue: false, isType: true })).toEqual(["Reader ./rain.ts", "Reading ./rain.ts"]);
  expect(chosen(all, [], { isValue: false })).toEqual([]);
});

it("does not take paths from the compiler, which names files in other words", () => {
  expect(chosen([importable("readRain", "./rain.ts")], [importable("readRain", "./rain")])).toEqual([
    "readRain ./rain.ts",
  ]);
});

it("proposes at most forty names", () => {
  const many = Array.from({ length: 60 }, (_, index) => importable(`read${index}`, "a"));
  expect(chosen([], many)).toHaveLength(40);
});

it("finds a whole name among any number of longer ones", () => {
  const many = Array.from({ length: 60 }, (_, index) => importable(`read${index}`, "./rain.ts"));
  const fitting = [importable("read", "node:fs"), importable("READ", "a")];
  expect(chosen(many, fitting, { isWhole: true })).toEqual(["read node:fs"]);
});
