import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { ReachedFiles } from "../../../../src/run/cache/inputs/reached-files.ts";
import { readSettings } from "../../../../src/run/cache/inputs/tsconfig-settings.ts";
import { notebookText } from "../../../support/notebooks.ts";
import { scratch } from "../../../support/scratch.ts";

/** The local files that code reaches, as paths relative to its folder, and the packages. */
function reached(files: Record<string, string>, code: string, at = ".") {
  const folder = join(realpathSync(scratch(files)), at);
  const local = new ReachedFiles(folder, readSettings());
  local.addCells(code);
  const paths = [...local.files.keys()].map((path) => relative(folder, path).replaceAll("\\", "/"));
  return { folder, local, paths: paths.toSorted(), packages: Object.fromEntries(local.packages) };
}

/** The cells of a notebook that has printed `output`. */
const cells = (output: string) => [
  { cell_type: "markdown", source: `# ${output}` },
  {
    cell_type: "code",
    source: 'import "./h.ts"',
    outputs: [{ output_type: "stream", name: "stdout", text: output }],
    execution_count: 1,
  },
];

describe("the files that cells reach", () => {
  it("are those that they import, also indirectly and without extensions", () => {
    const files = {
      "a.ts": 'export * from "./lib";',
      "lib/index.ts": 'import data from "../data.json" with { type: "json" };',
      "data.json": "{}",
      "other.ts": "",
    };
    expect(reached(files, 'import { x } from "./a.ts"; import y from "./missing.ts"').paths).toEqual([
      "a.ts",
      "data.json",
      "lib/index.ts",
    ]);
  });

  it("are those whose paths they name, also in parts, and in other files", () => {
    const files = {
      "d/x.csv": "",
      "d/y.csv": "",
      "z.csv": "",
      "lib/h.ts": 'readFileSync("z.csv"); import("./i")',
      "lib/i.ts": "",
    };
    const { paths } = reached(files, 'join("d", "x.csv"); import "./lib/h.ts"');
    expect(paths).toEqual(["d", "d/x.csv", "lib/h.ts", "lib/i.ts", "z.csv"]);
  });

  it.each([
    ['readCSV("data/year=2024/a.csv")', ["data/year=2024/a.csv"]],
    ['scanCSV("data/*/a.csv")', ["data/year=2023/a.csv", "data/year=2024/a.csv"]],
    ['scanCSV("data/year=*")', ["data/year=2023/a.csv", "data/year=2024/a.csv", "data/year=2024/b.json"]],
    ["readCSV(`data/year=${year}/a.csv`)", ["data/year=2023/a.csv", "data/year=2024/a.csv"]],
    ['read(process.cwd() + "/data/year=2024/a.csv")', ["data/year=2024/a.csv"]],
    ["read(`${import.meta.dirname}/data/year=2024/a.csv`)", ["data/year=2024/a.csv"]],
    ['glob("node_modules/**/*.js")', []],
  ])("are those of folders and patterns as %s", (code, expected) => {
    const files = {
      "data/year=2023/a.csv": "",
      "data/year=2024/a.csv": "",
      "data/year=2024/b.json": "",
      "node_modules/p/x.js": "",
    };
    expect(reached(files, code).paths).toEqual(expected);
  });

  it("count together where a pattern matches many", () => {
    const names = Array.from({ length: 501 }, (_, index) => [`d/${index}.csv`, ""] as const);
    const { local, paths, folder } = reached(Object.fromEntries(names), 'scan("d/*.csv")');
    expect(paths).toEqual(["d/*.csv"]);
    const before = local.files.get(join(folder, "d/*.csv"));
    writeFileSync(join(folder, "d", "7.csv"), "7");
    const after = new ReachedFiles(folder, readSettings());
    after.addCells('scan("d/*.csv")');
    expect(after.files.get(join(folder, "d/*.csv"))).not.toBe(before);
  });

  it.each(['join("..", "data", "a.csv")', 'const up = "..";\njoin(up, "data", "a.csv")', 'read("../data/a.csv")'])(
    "are those beside the notebook's folder: %s",
    (code) => {
      const { paths } = reached({ "n/x.ipynb": "", "data/a.csv": "", "other/b.csv": "" }, code, "n");
      expect(paths.at(-1)).toMatch(/^\.\.\/data(?:\/a\.csv)?$/);
    },
  );

  it("are those two folders up, named in parts", () => {
    const files = { "a/n/x.ipynb": "", "data/a.csv": "", "a/data/b.csv": "" };
    expect(reached(files, 'join("..", "..", "data", "a.csv")', "a/n").paths).toContain("../../data");
  });

  it("do not include the notebook's own folder and those above", () => {
    expect(reached({ "n/a.txt": "" }, 'f(".", "..", "./", "/")', "n").paths).toEqual([]);
  });

  it("survive paths that lead through a file, and files that import each other", () => {
    const files = { "a.ts": 'import "./b.ts"', "b.ts": 'import "./a.ts"', "c.csv": "" };
    expect(reached(files, 'import "./a.ts"; read("./c.csv/d", "c.csv")').paths).toEqual(["a.ts", "b.ts", "c.csv"]);
  });

  it("include those of tsconfig.json's paths, and the settings themselves", () => {
    const files = {
      "tsconfig.json":
        '{ "extends": "./base.json", /* paths */ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
      "base.json": "{}",
      "src/m.ts": "",
    };
    expect(reached(files, 'import m from "@/m"').paths).toEqual(["base.json", "src/m.ts", "tsconfig.json"]);
  });

  it("include the targets of package.json's imports", () => {
    const files = { "package.json": '{ "imports": { "#m": "./m.js" } }', "m.js": "" };
    expect(reached(files, 'import m from "#m"').paths).toEqual(["m.js"]);
  });

  it("include only the code of another notebook", () => {
    const [one, other] = ["1", "2"].map((output) => {
      const files = { "m.ipynb": notebookText(cells(output)), "h.ts": "" };
      const { local, folder, paths } = reached(files, 'import { x } from "./m.ipynb"');
      expect(paths).toEqual(["h.ts", "m.ipynb"]);
      return local.files.get(join(folder, "m.ipynb"));
    });
    expect(one).toBe(other);
  });
});

describe("the packages that cells reach", () => {
  it("count by their versions", () => {
    const files = {
      "node_modules/p/package.json": '{ "version": "1.2.3" }',
      "node_modules/@s/q/package.json": '{ "version": "2.0.0" }',
      "n/x.txt": "",
    };
    const code = 'import p from "p/sub"; import q from "@s/q"; import fs from "node:fs"; import no from "no"';
    expect(reached(files, code, "n").packages).toEqual({ p: "1.2.3", "@s/q": "2.0.0" });
  });

  it("count by their files where they are linked", () => {
    const root = realpathSync(scratch({ "lib/package.json": '{ "version": "1.0.0" }', "lib/a.js": "1" }));
    mkdirSync(join(root, "app", "node_modules"), { recursive: true });
    symlinkSync(join(root, "lib"), join(root, "app", "node_modules", "lib"), "junction");
    const digest = () => {
      const local = new ReachedFiles(join(root, "app"), readSettings());
      local.addCells('import "lib"');
      return local.packages.get("lib");
    };
    const before = digest();
    expect(before).toMatch(/^[0-9a-f]{64}$/);
    writeFileSync(join(root, "lib", "a.js"), "2");
    expect(digest()).not.toBe(before);
  });
});
