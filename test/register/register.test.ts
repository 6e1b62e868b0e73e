import { spawnSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { notebookText } from "../support/notebooks.ts";
import { scratch } from "../support/scratch.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

function run(file: string, files: Record<string, string>) {
  const folder = scratch({ "package.json": "{}", ...files });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  const { NODE_OPTIONS: _options, ...env } = process.env;
  const args = ["--import", "tsnb/register", file];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8", env });
  return { folder, stdout, stderr, status };
}

const notebook = notebookText(
  [
    'import { show } from "tsnb/display";\nimport * as tslab from "tslab";',
    'interface Row { n: number }\nconst rows: Row[] = [{ n: 2 }];\nshow("shown");\ntslab.display.html("<b>dropped</b>");',
    "const sum = await Promise.resolve(rows.reduce((total, { n }) => total + n, 0));\nsum",
    "console.log('not needed')",
    "const wrong = (() => {\n  throw new Error('on purpose');\n})();",
  ],
  "tsnb",
);

describe("node --import tsnb/register", () => {
  it.each([
    [
      "of TypeScript",
      "script.ts",
      'import { sum, type Row } from "./a.ipynb";\nconst r: Row = { n: sum }; console.log(r);',
    ],
    ["of JavaScript", "script.mjs", 'import { sum as n } from "./a.ipynb";\nconsole.log({ n });'],
    ["of CommonJS", "script.cts", 'import { sum } from "./lib.ts";\nconsole.log({ n: sum });'],
  ])("runs a script %s that imports from a notebook", (_what, file, script) => {
    const lib = 'export { sum } from "./a.ipynb";';
    const { stdout, stderr } = run(file, { [file]: script, "a.ipynb": notebook, "lib.ts": lib });
    expect([stdout, stderr]).toEqual(["'shown'\n{ n: 2 }\n", ""]);
  });

  it("names notebook, cell and line of an error", () => {
    const { folder, stderr, status } = run("script.ts", {
      "script.ts": 'import { wrong } from "./a.ipynb";\nconsole.log(wrong);',
      "a.ipynb": notebook,
    });
    expect(status).toBe(1);
    expect(stderr).toContain(`at ${join(folder, "a.ipynb")}, cell 5:2:9`);
  });

  it("names the missing name of a notebook", () => {
    const { stderr } = run("script.mts", {
      "script.mts": 'import { sun } from "./a.ipynb"; sun;',
      "a.ipynb": notebook,
    });
    expect(stderr).toContain("[NotebookNameError: Importing sun from ./a.ipynb: no cell declares it. It has sum.]");
  });

  it("runs a notebook as a script", () => {
    const { stdout } = run("a.ipynb", { "a.ipynb": notebookText(["const a = 1;", "console.log(a)"]) });
    expect(stdout).toBe("1\n");
  });
});
