import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { makeProject, Notebook, removeProject } from "../../support/typed-notebook.ts";

let folder: string;
let notebook: Notebook;

beforeAll(async () => {
  const files = {
    "lib/helper.ts":
      "/** Counts. */\nexport function count(): number { return 1; }\nexport type Counter = () => number;",
    "notebooks/data/table.csv": "a,b",
    "notebooks/near.ts": "export const near = 1;",
  };
  folder = makeProject(files, ["nodejs-polars", "@types/node", "@scoped/none"].slice(0, 2));
  notebook = new Notebook(`${folder}/notebooks`);
  await notebook.service.ready;
});

beforeEach(() => notebook.service.reset());

afterAll(async () => {
  await notebook.service.dispose();
  removeProject(folder);
});

describe("completion", () => {
  test.for([
    [
      "members of an earlier name",
      ["const frame = { height: 1, head: 2, other: 3 };"],
      "frame.he|",
      ["head", "height"],
      "he",
    ],
    [
      "members before anything is typed",
      ["const frame = { height: 1, width: 2 };"],
      "frame.|",
      ["height", "width"],
      "",
    ],
    ["names with an underscore last", ["const frame = { _df: 1, height: 1 };"], "frame.|", ["height", "_df"], ""],
    ["names with an underscore that is typed", ["const frame = { _df: 1 };"], "frame._|", ["_df"], "_"],
    ["members of names that the cell itself declares", [], "const a = { bee: 1 };\na.b|", ["bee"], "b"],
    [
      "members of a possibly undefined value",
      ["let a: { bee: number } | undefined = undefined as never;"],
      "a.b|",
      ["?.bee"],
      ".b",
    ],
    [
      "members of a variable that a cell has filled",
      ["let a: { bee: number } | undefined;", "a = { bee: 1 };"],
      "a.b|",
      ["bee"],
      "b",
    ],
    [
      "members of elements that earlier cells put into an array",
      ["const rows = [];", "rows.push({ bee: 1 });"],
      "rows.map((r) => r.b|",
      ["bee"],
      "b",
    ],
    [
      "members of an array's elements, and of a let that was null",
      ["let rows = [];\nlet best = null;", "rows.push({ bee: 1 });\nbest = rows;"],
      "best[0].b|",
      ["bee"],
      "b",
    ],
    [
      "names of earlier cells",
      ["const firstName = 1; function firstCall() {} class FirstClass {}"],
      "first|",
      ["firstCall", "firstName", "FirstClass"],
      "first",
    ],
    [
      "types of earlier cells",
      ["interface FirstShape {} type FirstAlias = 1; const firstValue = 1;"],
      "const a: Firs|",
      ["FirstAlias", "FirstShape"],
      "Firs",
    ],
    ["redeclared names, once", ["const same = 1;", "const same = 'x';"], "sam|", ["same"], "sam"],
    [
      "names inside open braces and brackets",
      ["const inner = { deep: 1 };"],
      "function f() {\n  if (inn|",
      ["inner"],
      "inn",
    ],
    [
      "members in a template that is not closed",
      ["const inner = { deep: 1 };"],
      "console.log(`${inner.d|",
      ["deep"],
      "d",
    ],
    [
      "members after lines that are not TypeScript",
      ["const inner = { deep: 1 };"],
      "const = 5;\ninner.d|",
      ["deep"],
      "d",
    ],
    [
      "members between lines that are not TypeScript",
      ["const inner = { deep: 1 };"],
      "}\ninner.d|\nfoo(",
      ["deep"],
      "d",
    ],
    ["keywords", [], "awai|", ["await"], "awai"],
    ["globals", [], "proces|", ["process"], "proces"],
    ["what an import offers", [], `import { readFi| } from "node:fs";`, ["readFile", "readFileSync"], "readFi"],
    ["what a file of the project offers", [], `import { cou| } from "../lib/helper.ts";`, ["count", "Counter"], "cou"],
    ["packages", [], `import pl from "nodejs-p|"`, ["nodejs-polars"], "nodejs-p"],
    ["modules of Node", [], `import fs from "node:fs/|"`, ["promises"], ""],
    ["files in imports", [], `import "./|"`, ["data", "near"], ""],
    ["files above in imports", [], `import { count } from "../lib/h|"`, ["helper"], "h"],
    ["files in other texts", [], `read("data/../data/t", "./data/t|")`, ["table.csv"], "t"],
    ["folders in other texts", [], `read("../l|")`, ["lib/"], "l"],
    [
      "values of a literal type",
      ["function go(way: 'left' | 'right') { return way; }"],
      "go('|')",
      ["left", "right"],
      "",
    ],
    [
      "keys of an object",
      ["function plot(options: { width: number; height: number }) { return options; }"],
      "plot({ wi| })",
      ["width"],
      "wi",
    ],
    [
      "columns by name",
      ["const row = { 'first column': 1, 'second column': 2 };"],
      "row['|']",
      ["first column", "second column"],
      "",
    ],
    ["after emoji", ["const frame = { height: 1 };"], "'🦊🦊👩‍👩‍👧'; frame.hei|", ["height"], "hei"],
    [
      "on the second line, after emoji",
      ["const frame = { height: 1 };"],
      "'🦊🦊';\n/* 🦊 */ frame.hei|",
      ["height"],
      "hei",
    ],
    [
      "texts on the second line, after emoji",
      ["const row = { 'first column': 1, 'second column': 2 };"],
      "'🦊🦊';\n/* 🦊 */ row['se|']",
      ["second column"],
      "se",
    ],
    ["with the cursor in the middle", ["const frame = { height: 1 };"], "frame.he|ight + 1", ["height"], "he"],
    ["in other letters", ["const größe = { länge: 1 };"], "größe.län|", ["länge"], "län"],
    ["below commands to the kernel", ["const frame = { height: 1 };"], "!ls\n%check on\nframe.hei|", ["height"], "hei"],
  ] as const)("%s", async ([, cells, marked, expected, replaced]) => {
    await notebook.runAll(cells);
    const found = await notebook.complete(marked);
    expect(found.texts).toEqual(expected);
    expect(found.replaced).toBe(replaced);
  });

  test("starts where the word starts, in UTF-16", async () => {
    await notebook.run("const frame = { height: 1 };");
    expect((await notebook.complete("'🦊'; frame.hei|")).start).toBe("'🦊'; frame.".length);
  });

  test("gives each proposal's kind", async () => {
    await notebook.run(
      "const aValue = 1; function aFunction() {} class aClass {} namespace aSpace { export const b = 1; }",
    );
    const { kinds } = await notebook.complete("a|");
    expect(kinds).toMatchObject({
      aValue: "variable",
      aFunction: "function",
      aClass: "class",
      aSpace: "module",
      async: "keyword",
    });
    expect((await notebook.complete("[].m|")).kinds).toEqual({ map: "method" });
  });

  test("proposes none of the kernel's own names", async () => {
    await notebook.runAll(["let a: string | null = null;", "a = 'x';", "const b = a;\nconst a = 1;"]);
    const { texts } = await notebook.complete("a;\n|");
    expect(texts.filter((text) => /[ꀀ-꓏]|__tsnb/.test(text))).toEqual([]);
    expect(texts).toContain("b");
    expect((await notebook.complete(`import "./__|"`)).texts).toEqual([]);
  });

  test("sees a cell as soon as it is accepted", async () => {
    for (let count = 0; count < 20; count++) {
      notebook.accept(`const name${count} = { member${count}: ${count} };`);
      expect((await notebook.complete(`name${count}.mem|`)).texts).toEqual([`member${count}`]);
    }
  });
});

describe("inspection", () => {
  test.for([
    ["a function", "greet", "function greet(name: string): string", "Greets somebody."],
    ["a variable", "answer", "let answer: number", "The answer."],
    ["a constant", "frame", "const frame: {\n    height: number;\n}", ""],
    ["a class", "Box", "class Box<T>", "A box."],
    ["a member", "frame.hei|ght", "(property) height: number", "How high."],
    [
      "an import",
      "join",
      "(method) path.PlatformPath.join(...paths: string[]): string",
      "Join all arguments together and normalize the resulting path.",
    ],
    ["a type", "const a: Sha|pe", "interface Shape", "A shape."],
    ["a call that is not closed", "greet(|", "greet(name: string): string", "name: who it is"],
    ["an unknown name", "nothing", undefined, undefined],
    ["a number", "5 + 5", undefined, undefined],
  ] as const)("%s", async ([, marked, signature, documentation]) => {
    const found = await inspectIn(marked);
    expect(found?.signature).toBe(signature);
    expect(found?.documentation.split("\n")[0]).toBe(documentation);
  });

  const cells = [
    `import { join } from "node:path";
/** Greets somebody.
 * @param name who it is
 */
function greet(name: string): string {
  return \`hello \${name}\`;
}
/** The answer. */
let answer = 42;
/** A box. */
class Box<T> { constructor(readonly value: T) {} }
/** A shape. */
interface Shape { sides: number }
const frame = {
  /** How high. */
  height: 1,
};`,
  ];

  async function inspectIn(marked: string, detail: 0 | 1 = 0) {
    await notebook.runAll(cells);
    return notebook.inspect(marked.includes("|") ? marked : `${marked}|`, detail);
  }

  test.for([
    ["greet", "function greet(name: string): string {\n  return `hello ${name}`;\n}"],
    ["answer", "let answer = 42;"],
    ["Box", "class Box<T> { constructor(readonly value: T) {} }"],
    ["const a: Sha|pe", "interface Shape { sides: number }"],
  ] as const)("shows the source of %s at level 1", async ([marked, source]) => {
    expect((await inspectIn(marked, 1))?.source).toBe(source);
    expect((await inspectIn(marked, 0))?.source).toBeUndefined();
  });

  test("shows the source of names that files declare", async () => {
    await notebook.run(`import { count } from "../lib/helper.ts";`);
    expect(await notebook.inspect("cou|nt()", 1)).toEqual({
      signature: "function count(): number",
      documentation: "Counts.",
      place: "../lib/helper.ts, line 2",
      expression: "count",
      source: "export function count(): number { return 1; }",
    });
  });

  test("resolves a constant's type within the notebook's own types", async () => {
    await notebook.run("type Shape = { round: 1 } | { flat: 2 };\nconst shape: Shape = { flat: 2 };");
    expect((await notebook.complete("shape.|")).texts).toEqual(["flat"]);
  });

  test("shows documentation without the locations of its links", async () => {
    const found = await notebook.inspect("'a'.repl|ace(/a/, 'b');");
    expect(found?.documentation.split("\n")[0]).toBe(
      "Passes a string and `replaceValue` to the `[Symbol.replace]` method on `searchValue`. This method is expected to implement its own replacement algorithm.",
    );
  });

  test("shows all overloads of an earlier function, and default imports, as if they were the cell's", async () => {
    const overloads = "function over(a: string): string;\nfunction over(a: number): number;";
    await notebook.runAll([`${overloads}\nfunction over(a: never) { return a; }`, `import path from "node:path";`]);
    expect((await notebook.inspect("over|(1)"))?.signature).toBe("function over(a: number): number");
    for (const marked of ["over|", "path|"]) {
      expect((await notebook.inspect(marked))?.signature).not.toContain("(alias)");
    }
    const call = await notebook.inspect(`import fs from "node:fs";\nfs.readFileSync(|`);
    expect(call?.signature).toContain("readFileSync(");
    expect(call?.documentation).not.toContain("file:");
  });

  test("shows the source of names that the cell itself declares", async () => {
    await notebook.run("const same = 1;");
    const found = await notebook.inspect("const text = 1, same = 'x';\nsa|me", 1);
    expect(found).toMatchObject({ signature: `const same: "x"`, source: "same = 'x'" });
  });

  test("names the expression whose value may be shown", async () => {
    expect((await inspectIn("frame.hei|ght"))?.expression).toBe("frame.height");
    expect((await inspectIn("fra|me.height"))?.expression).toBe("frame");
    expect((await inspectIn("'🦊'; answer|"))?.expression).toBe("answer");
    expect((await inspectIn("greet('x').len|gth"))?.expression).toBeUndefined();
  });
});
