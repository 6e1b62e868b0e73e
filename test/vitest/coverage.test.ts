import { spawnSync } from "node:child_process";
import { readFileSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { expect, test } from "vitest";
import { notebookText } from "../support/notebooks.ts";
import { scratch } from "../support/scratch.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

const CONFIG = `import { defineConfig } from "vitest/config";
import { notebookTests } from "tsnb/vitest";
export default defineConfig({
  plugins: [notebookTests()],
  test: { coverage: { enabled: true, include: ["src/**"], reporter: ["json"] } },
});
`;

const SIZES = `export function sizeOf(n: number): string {
  if (n > 1) {
    return "large";
  }
  return "small";
}
export function neverCalled(): number {
  return 0;
}
`;

/** Coverage as istanbul stores it: by file, how often each statement ran. */
const Report = v.record(
  v.string(),
  v.object({
    statementMap: v.record(v.string(), v.object({ start: v.object({ line: v.number() }) })),
    s: v.record(v.string(), v.number()),
  }),
);

test("coverage shows the lines of src that cells of notebooks reached", () => {
  const cells = ['import { sizeOf } from "../src/sizes.ts";', 'if (sizeOf(2) !== "large") throw new Error("wrong");'];
  const folder = scratch({
    "vitest.config.mts": CONFIG,
    "package.json": "{}",
    "src/sizes.ts": SIZES,
    "src/unused.ts": "export const unused = 1;\n",
    "books/a.ipynb": notebookText([...cells, "sizeOf(3);"], "tsnb"),
  });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const { VITEST: _vitest, NODE_ENV: _env, ...env } = process.env;
  const { status, stderr } = spawnSync(process.execPath, [vitest, "run"], { cwd: folder, encoding: "utf8", env });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const report = v.parse(Report, JSON.parse(readFileSync(join(folder, "coverage", "coverage-final.json"), "utf8")));
  const runs = Object.entries(report).map(([file, { statementMap, s }]) => {
    const lines = Object.entries(statementMap).map(([id, { start }]) => [start.line, s[id]]);
    return [basename(file), Object.fromEntries(lines)];
  });
  expect(Object.fromEntries(runs)).toEqual({
    "sizes.ts": { 2: 2, 3: 2, 5: 0, 8: 0 },
    "unused.ts": { 1: 0 },
  });
});
