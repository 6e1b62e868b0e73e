import { describe, expect, it } from "vitest";
import {
  listsOwnFolder,
  modulesIn,
  patternsIn,
  quotedIn,
  mentionedVariables,
  waysUpIn,
} from "../../../../src/run/cache/inputs/code-mentions.ts";

describe("quoted paths", () => {
  it.each([
    ['read("data/a b.csv")', "data/a b.csv"],
    ["/* it's */ read('x.json')", "x.json"],
    ["join(`data`, 'x.json')", "data"],
    ['import("./late.ts")', "./late.ts"],
    ['new Worker(new URL("./w.ts", import.meta.url))', "./w.ts"],
    ['broken( "x.csv" ', "x.csv"],
  ])("is found in %s", (code, expected) => {
    expect([...quotedIn(code)]).toContain(expected);
  });

  it.each([
    ['read("data/year=2024/a;b.csv")', "data/year=2024/a;b.csv"],
    ['read("a$b|c.csv")', "a$b|c.csv"],
    ["read(`${import.meta.dirname}/data/a.csv`)", "data/a.csv"],
  ])("may contain characters that are rare in paths: %s", (code, expected) => {
    expect([...quotedIn(code)]).toContain(expected);
  });

  it("are ignored without a letter or digit, and when they are too long for a path", () => {
    const code = ['f(", ", "', '")', `g("${"x".repeat(300)}")`].join("\n");
    expect([...quotedIn(code)]).toEqual([]);
  });
});

describe("patterns of paths", () => {
  it.each([
    ['scan("data/*.parquet")', ["data/*.parquet"]],
    ['glob("**/a?.{csv,json}")', ["**/a?.{csv,json}"]],
    ["read(`data/${year}/${month}.csv`)", ["data/*/*.csv"]],
    ['read("data/a.csv")', []],
    ['f("a").isIn(["b"])', []],
    ["print(`${n} of ${all} models`, `Report of ${day}.csv`)", ["Report of *.csv"]],
    ["f(`${a}/${b}`, '*')", []],
    ["fetch(`https://a.b/${c}`)", []],
    ['f("/*/a.csv")', []],
    ['f("a" + 2 * n + "b")', []],
  ])("are found in %s", (code, expected) => {
    expect([...patternsIn(code)]).toEqual(expected);
  });
});

describe("ways up", () => {
  it.each([
    ['join("..", "data")', ["..", ".."]],
    ['join("..", ".." , \'data\')', ["../..", ".."]],
    ['join(".", "..", "x")', ["./..", ".."]],
    ['const root = "../../"', ["../../"]],
    ['"a..b".split("...")', []],
  ])("are found in %s", (code, expected) => {
    expect([...waysUpIn(code)]).toEqual([...new Set(expected)]);
  });
});

describe("code that lists its own folder", () => {
  it.each([
    'readdirSync(".")',
    'await readdir("..", { recursive: true })',
    "readdirSync(process.cwd())",
    "opendirSync(import.meta.dirname)",
    'globSync("**/*")',
    'pl.scanParquet("./")',
  ])("is %s", (code) => {
    expect(listsOwnFolder(code)).toBe(true);
  });

  it.each(['readdirSync("data")', 'name.split(".")', 'pl.col("*")', 'join("..", "a")', "read(process.cwd() + name)"])(
    "is not %s",
    (code) => {
      expect(listsOwnFolder(code)).toBe(false);
    },
  );
});

describe("the modules that code imports", () => {
  it("are those that it imports, exports from and requires", () => {
    const code = `import a from "a"; import {
      b } from 'b/c';
      import "./d.ts"; export * from "e"; const f = require("f"), g = await import("g");
      require.resolve("h"); const text = "i";`;
    expect([...modulesIn(code)]).toEqual(["a", "b/c", "./d.ts", "e", "f", "g", "h"]);
  });
});

describe("the environment variables that code reads", () => {
  it.each([
    ["process.env.HOME", ["HOME"], false],
    ["process.env?.HOME", ["HOME"], false],
    ["process . env\n.HOME", ["HOME"], false],
    ['process.env["API_URL"]', ["API_URL"], false],
    ["const { A, B: b = 1 } = process.env;", ["A", "B"], false],
    ["const { A, ...rest } = process.env;", [], true],
    ["process.env[name]", [], true],
    ["spawn(x, { env: { ...process.env, A: 1 } }); process.env.B", ["B"], true],
    ['import { env } from "node:process"; env.A', [], true],
    ['import process from "node:process"; process.env.A', ["A"], false],
    ['const { env } = require("process")', [], true],
    ['process["env"]', [], true],
    ["process.exitCode = 1", [], false],
  ])("are found in %s", (code, names, isWhole) => {
    const found = mentionedVariables(code);
    expect({ names: [...found.names], isWhole: found.isWhole }).toEqual({ names, isWhole });
  });
});
