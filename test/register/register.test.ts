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

/** The notebooks that wait for themselves, by what does the import. */
const FILES: Readonly<Record<string, string>> = {
  "a notebook": "self",
  "a helper": "two",
  "a callback": "call",
  "a promise": "then",
};

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

  it.each([
    ["a notebook", "self.ipynb → self.ipynb. Use its names without an import: cells see those of earlier cells."],
    [
      "a helper",
      "two.ipynb → helper.ts → two.ipynb. Move the shared code into a file or notebook that imports neither.",
    ],
    ["a callback", "call.ipynb → call.ipynb. Use its names without an import: cells see those of earlier cells."],
    ["a promise", "then.ipynb → then.ipynb. Use its names without an import: cells see those of earlier cells."],
  ])("reports the import() by which %s waits for itself", (what, circle) => {
    const name = FILES[what] ?? "";
    const { stderr, status } = run("script.mts", {
      "script.mts": `import { y } from "./${name}.ipynb"; y;`,
      "self.ipynb": notebookText(['const me = await import("./self.ipynb");\nconst y = me;']),
      "two.ipynb": notebookText(["const { z } = await import(`./helper.ts`);\nexport const y = z;"]),
      "call.ipynb": notebookText([
        'const [y] = await Promise.all(["./call.ipynb"].map(async () => (await import("./call.ipynb")).y));',
      ]),
      "then.ipynb": notebookText(['const y = await Promise.resolve().then(() => import("./then.ipynb"));']),
      "helper.ts": 'const { y } = await (async () => await import("./two.ipynb"))();\nexport const z = y;\n',
    });
    expect(stderr).toContain(`Importing ${name}.ipynb: it imports itself: ${circle}`);
    expect(status).toBe(1);
  });

  it("lets a function import the notebook that needs it", () => {
    const { stdout, stderr } = run("script.mts", {
      "script.mts": 'import { y } from "./a.ipynb";\nconsole.log(await y());',
      "a.ipynb": notebookText(['import { later } from "./helper.ts";\nconst x = 3;\nconst y = later;']),
      "helper.ts": 'export const later = async () => (await import("./a.ipynb")).x;\n',
    });
    expect([stdout, stderr]).toEqual(["3\n", ""]);
  });

  it("runs a notebook as a script", () => {
    const { stdout } = run("a.ipynb", { "a.ipynb": notebookText(["const a = 1;", "console.log(a)"]) });
    expect(stdout).toBe("1\n");
  });
});
