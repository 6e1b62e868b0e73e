import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import { makeProject, Notebook, removeProject } from "../support/typed-notebook.ts";

const WRONG = `export const wrong: number = "x";\n`;

let folder: string;
let notebook: Notebook;

function open(files: Record<string, string>): Notebook {
  folder = makeProject({ "tsconfig.json": "{}", "notebooks/.keep": "", ...files });
  notebook = new Notebook(join(folder, "notebooks"));
  return notebook;
}

afterEach(async () => {
  await notebook.service.dispose();
  removeProject(folder);
});

describe("files that cells import", () => {
  test("are checked too, with the files that they import, by path and line", async () => {
    const { service } = open({
      "lib/a.ts": `// a\nexport * from "./b";\nexport const a = (): string => 1;\n`,
      "lib/b.ts": WRONG,
    });
    const found = await service.check({ id: 1, code: `import { a, wrong } from "../lib/a.ts";`, executionCount: 1 });
    const said = found.map(
      ({ file, line, column, code }) => `${code} ${file?.slice(folder.length + 1)}:${line}:${column}`,
    );
    expect(said).toEqual(["TS2322 lib/a.ts:3:32", "TS2322 lib/b.ts:1:14"]);
    expect(stripVTControlCharacters(found[1]?.rendered ?? "")).toBe(
      `error TS2322 ../lib/b.ts line 1: Type 'string' is not assignable to type 'number'.\n1 | export const wrong: number = "x";\n  |              ^^^^^`,
    );
  });

  test("are reported once for each version", async () => {
    const { service } = open({ "lib/a.ts": WRONG });
    const cell = { id: 1, code: `import { wrong } from "../lib/a.ts";`, executionCount: 1 };
    const told = async () => (await service.check(cell)).map(({ line, isRepeated }) => [line, isRepeated]);
    expect(await told()).toEqual([[1, false]]);
    expect(await told()).toEqual([[1, true]]);
    writeFileSync(join(folder, "lib/a.ts"), `\n${WRONG}`);
    expect(await told()).toEqual([[2, false]]);
    writeFileSync(join(folder, "lib/a.ts"), `export const wrong = 1;\n`);
    expect(await told()).toEqual([]);
  });

  test("are checked again when a file that they import changes", async () => {
    const { service } = open({
      "lib/a.ts": `import { b } from "./b.ts";\nexport const a: number = b;\n`,
      "lib/b.ts": "export const b = 1;\n",
    });
    const cell = { id: 1, code: `import { a } from "../lib/a.ts";`, executionCount: 1 };
    expect(await service.check(cell)).toEqual([]);
    writeFileSync(join(folder, "lib/b.ts"), `export const b = "x";\n`);
    expect(await service.check(cell)).toMatchObject([{ file: join(folder, "lib", "a.ts"), line: 2 }]);
  });

  test("are not checked under other settings, as declarations, or in packages", async () => {
    const { service } = open({
      "lib/tsconfig.json": `{"compilerOptions": {"strict": false}}`,
      "lib/a.ts": WRONG,
      "types.d.ts": `export const d: number = "x";\n`,
      "node_modules/p/index.ts": WRONG,
      "node_modules/p/package.json": `{"name": "p", "main": "index.ts"}`,
    });
    const code = `import { wrong } from "../lib/a.ts";\nimport type { d } from "../types";\nimport * as p from "p";`;
    expect(await service.check({ id: 1, code, executionCount: 1 })).toEqual([]);
  });
});
