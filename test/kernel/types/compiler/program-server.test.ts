import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { ownCompiler } from "../../../../src/kernel/types/compiler/find-compiler.ts";
import { CompilerEndedError } from "../../../../src/kernel/types/compiler/errors.ts";
import { ProgramServer } from "../../../../src/kernel/types/compiler/program-server.ts";
import { scratch } from "../../../support/scratch.ts";

function server(folder: string, program = ownCompiler()?.program ?? ""): ProgramServer {
  const made = new ProgramServer({ version: "7", program }, folder);
  onTestFinished(() => made.close());
  return made;
}

function programOf(folder: string, name: string, text: string) {
  const file = join(folder, `${name}.mts`);
  const config = {
    files: [file],
    compilerOptions: { strict: true, noEmit: true, types: [], module: "preserve", allowImportingTsExtensions: true },
  };
  return { file, configFile: join(folder, `${name}.json`), config, texts: new Map([[file, text]]) };
}

test("finds the errors of each program of documents in memory, and of the files that they import", async () => {
  const folder = scratch({ "helper.mts": "export const size: number = 'large';\n" });
  const wrong = programOf(folder, "wrong", `import { size } from "./helper.mts";\nconst name: string = size;\n`);
  const right = programOf(folder, "right", "export const one: number = 1;\n");
  let isRead = false;
  const found = await server(folder).diagnose([wrong, right], () => {
    isRead = true;
  });
  expect(isRead).toBe(true);
  expect(found).toEqual([
    expect.arrayContaining([
      {
        file: wrong.file,
        start: 43,
        end: 47,
        code: 2322,
        message: "Type 'number' is not assignable to type 'string'.",
      },
      {
        file: join(folder, "helper.mts"),
        start: 13,
        end: 17,
        code: 2322,
        message: "Type 'string' is not assignable to type 'number'.",
      },
    ]),
    [],
  ]);
  expect(found[0]).toHaveLength(2);
});

test("a long message is one string with indented reasons", async () => {
  const folder = scratch({});
  const text = "const point: { at: { x: number } } = { at: { x: '1' } as { x: string } };\n";
  const [found] = await server(folder).diagnose([programOf(folder, "long", text)]);
  const message = found?.[0]?.message ?? "";
  expect(message.split("\n").length).toBeGreaterThan(1);
  expect(message).toMatch(/\n {2}\S/);
});

test.each([
  ["that ends at once", process.execPath],
  ["that cannot be started", join(import.meta.dirname, "no-such-compiler")],
])("a compiler %s is an error that says so", async (_, program) => {
  const folder = scratch({});
  const checking = server(folder, program).diagnose([programOf(folder, "a", "")]);
  await expect(checking).rejects.toThrow(CompilerEndedError);
});
