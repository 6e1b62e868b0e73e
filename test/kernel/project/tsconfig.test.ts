import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { nearestTsconfig, readCompilerOptions } from "../../../src/kernel/project/tsconfig.ts";
import { scratch } from "../../support/scratch.ts";

/** Writes files, and returns their folder and the compiler options of their tsconfig.json. */
function read(files: Record<string, string>) {
  const folder = scratch(files);
  return { folder, options: readCompilerOptions(join(folder, "tsconfig.json")) };
}

describe("the options of a tsconfig.json", () => {
  it("can have comments and a trailing comma", () => {
    const { options } = read({
      "tsconfig.json": '\ufeff// rules\n{ "compilerOptions": { /* all */ "strict": true, }, }',
    });
    expect(options).toEqual({ strict: true, paths: {} });
  });

  it("override those of extended files, of which the later one wins", () => {
    const { options } = read({
      "a.json": '{ "compilerOptions": { "jsx": "react", "module": "esnext", "strict": true } }',
      "b/b.json": '{ "extends": "../a", "compilerOptions": { "module": "nodenext", "target": "es2020" } }',
      "node_modules/base/tsconfig.json": '{ "compilerOptions": { "target": "es2022" } }',
      "tsconfig.json": '{ "extends": ["./b/b.json", "base"], "compilerOptions": { "strict": false } }',
    });
    expect(options).toEqual({ jsx: "react", module: "nodenext", target: "es2022", strict: false, paths: {} });
  });

  it("are read when the file extends itself or a missing one", () => {
    const { options } = read({
      "tsconfig.json": '{ "extends": ["./tsconfig.json", "./none.json"], "compilerOptions": { "strict": true } }',
    });
    expect(options).toEqual({ strict: true, paths: {} });
  });

  it("are empty when the file is not JSON", () => {
    expect(read({ "tsconfig.json": '{ "compilerOptions": { "strict": true }' }).options).toEqual({ paths: {} });
  });
});

describe("paths", () => {
  it("are relative to their own file, or to the folder of the extending file", () => {
    const { folder, options } = read({
      "b/b.json": '{ "compilerOptions": { "paths": { "@/*": ["./lib/*"], "~/*": ["${configDir}/src/*"] } } }',
      "tsconfig.json": '{ "extends": "./b/b.json" }',
    });
    expect(options.paths).toEqual({ "@/*": [join(folder, "b/lib/*")], "~/*": [join(folder, "src/*")] });
  });

  it("are relative to baseUrl, wherever it is set", () => {
    const { folder, options } = read({
      "b/b.json": '{ "compilerOptions": { "baseUrl": "./base" } }',
      "tsconfig.json": '{ "extends": "./b/b.json", "compilerOptions": { "paths": { "@/*": ["lib/*"] } } }',
    });
    expect(options).toEqual({ baseUrl: join(folder, "b/base"), paths: { "@/*": [join(folder, "b/base/lib/*")] } });
  });
});

it("finds the nearest tsconfig.json, and returns the searched places", () => {
  const folder = scratch({ "tsconfig.json": "{}" });
  mkdirSync(join(folder, "a/b"), { recursive: true });
  const seen = new Map<string, string>();
  expect(nearestTsconfig(join(folder, "a/b"), seen)).toBe(join(folder, "tsconfig.json"));
  const places = ["a/b/tsconfig.json", "a/tsconfig.json", "tsconfig.json"].map((path) => join(folder, path));
  expect([...seen.keys()]).toEqual(places);
  expect([...seen.values()].map((signature) => signature === "")).toEqual([true, true, false]);
});
