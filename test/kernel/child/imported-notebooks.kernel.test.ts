import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { notebookText } from "../../support/notebooks.ts";
import { sharedClient } from "../support/client.ts";
import { tracebackOf } from "../support/outputs.ts";
import { sharedFolder } from "../../support/scratch.ts";

const { folder: project, write } = sharedFolder();

function writeNotebook(file: string, ...cells: Parameters<typeof notebookText>[0]): void {
  write(file, notebookText(cells, "tsnb"));
}

async function resultOf(code: string): Promise<string | undefined> {
  const { result, reply } = await client.execute(code);
  return result ?? String(reply.content["evalue"]);
}

const client = await sharedClient({ cwd: project });

const traceOf = async (code: string): Promise<string> => tracebackOf(await client.execute(code));

describe("an import from a notebook", () => {
  it("runs the cells that its names need, once, in their order", async () => {
    writeNotebook(
      "order.ipynb",
      "console.log(1);\nconst base = await Promise.resolve(2);",
      "console.log(2);\ninterface Row { x: number }\nconst rows: Row[] = [];",
      "console.log(3);\nthrow new Error('not needed');",
      "console.log(4);\nfor (const x of [1, 2]) rows.push({ x: x * base });",
      "console.log(5);\nexport function total() { return rows.reduce((sum, { x }) => sum + x, 0) + late; }",
      "console.log(6);\nconst late = 100;\nconst unused = 0;\nrows;",
    );
    const first = await client.execute('import { total, Row } from "./order.ipynb";\ntotal()');
    expect([first.result, first.stdout]).toEqual(["106", "1\n2\n4\n5\n6\n"]);
    const second = await client.execute('import { rows as all, base } from "./order.ipynb";\n[all.length, base]');
    expect([second.result, second.stdout]).toEqual(["[ 2, 2 ]", ""]);
  });

  it("gives all names to a namespace and to import(), and runs the whole notebook for an import without names", async () => {
    writeNotebook("whole.ipynb", "const a = 1;", "console.log('effect')", "let a = 2;\nexport default class {}");
    const named = await client.execute('import * as whole from "./whole.ipynb";\n[Object.keys(whole), whole.a]');
    expect([named.result, named.stdout]).toEqual(["[ [ 'a', 'default' ], 2 ]", ""]);
    expect(await resultOf('(await import("./whole.ipynb")).a')).toBe("2");
    expect((await client.execute('import "./whole.ipynb";')).stdout).toBe("effect\n");
    expect(await resultOf('import Whole from "./whole.ipynb";\ntypeof Whole')).toBe("'function'");
  });

  it("gets a default that is an expression, one from another module, and exports with names of any kind", async () => {
    writeNotebook("value.ipynb", "const a = 1;\nconst z = 3;", "export default a + 1;");
    writeNotebook("passed-on.ipynb", 'export { default } from "./value.ipynb";');
    const names = 'z as default, z, z as class, z as "any name"';
    writeNotebook("named.ipynb", `export { ${names} } from "./value.ipynb";`, "const z = 4;\nexport const later = z;");
    expect(await resultOf('import value from "./value.ipynb";\nvalue')).toBe("2");
    expect(await resultOf('import passedOn from "./passed-on.ipynb";\npassedOn')).toBe("2");
    const named = 'import three, { class as four, "any name" as any, later } from "./named.ipynb";';
    expect(await resultOf(`${named}\n[three, four, any, later]`)).toBe("[ 3, 3, 3, 4 ]");
    expect(await resultOf('import { a, a as b } from "./value.ipynb";\n[a, b]')).toBe("[ 1, 1 ]");
  });

  it("gets the exports of the project's files and notebooks, by export *", async () => {
    write("further.ts", "export const far = 'far'; export type Far = 1; export default 0;");
    write("helper.ts", "export * from './further.ts'; export const own = 'helper', near = 'near';");
    writeNotebook("inner.ipynb", "console.log('inner');\nconst x = 1;\nexport default 5;");
    const stars = 'export * from "./inner.ipynb";\nexport * from "./helper.ts";\nexport * as all from "./helper.ts";';
    writeNotebook("outer.ipynb", stars, "export const own = 'own';", "console.log('outer');\nconst alone = 1;");
    const imports = "import { far, near, own, all, x } from './outer.ipynb';";
    expect(await client.execute(`${imports}\n[far, near, own, all.own, x]`)).toMatchObject({
      result: "[ 'far', 'near', 'own', 'helper', 1 ]",
      stdout: "inner\n",
    });
    expect(await resultOf('import * as outer from "./outer.ipynb";\nObject.keys(outer).join()')).toBe(
      "'all,alone,far,near,own,x'",
    );
    write("further.ts", "export const added = 'added';");
    expect(await resultOf("import { added } from './outer.ipynb';\nadded")).toBe("'added'");
    expect(await resultOf("import { far } from './outer.ipynb';\nfar")).toContain("no cell declares it");
  });

  it("ends when notebooks export each other's names", async () => {
    writeNotebook("left.ipynb", "const a = 1;", 'export * from "./right.ipynb";');
    writeNotebook("right.ipynb", "const b = 2;", 'export * from "./left.ipynb";');
    expect(await resultOf('import { a } from "./left.ipynb";\na')).toBe("1");
    expect(await resultOf('import { b } from "./left.ipynb";\nb')).toContain("imports itself");
  });

  it("follows helper files and other notebooks", async () => {
    writeNotebook("deep/a.ipynb", 'import { b, type B } from "../b.ipynb";\nconst a: B = { v: b.v + 1 };', "throw 1;");
    writeNotebook("b.ipynb", 'import { c } from "./c.ts";\ninterface B { v: number }\nexport const b: B = { v: c };');
    write("c.ts", "export const c = 40;");
    write("d.ts", 'import { a } from "./deep/a.ipynb";\nexport const d = a.v + 1;\nexport * from "./b.ipynb";');
    expect(await resultOf('import { d, b } from "./d.ts";\n[d, b.v]')).toBe("[ 42, 40 ]");
  });

  it("supports TypeScript's additions to JavaScript", async () => {
    writeNotebook(
      "syntax.ipynb",
      "enum Kind { A = 1, B }\nnamespace Space { export const inside = 2 }\nimport path = require('node:path');",
      "const log = (value: unknown, { name }: ClassMethodDecoratorContext) => void named.push(String(name));\nconst named: string[] = [];",
      "class Marked { @log method() {} }\nfor (var i = 0; i < 3; i++) {}\nvar [first, ...rest] = [1, 2, 3];",
      "const held: string[] = [];\nconst resource = { name: 'r', [Symbol.dispose]: () => void held.push('disposed') };\n{ held.push('block') }",
      "using open = resource;\nheld.push(open.name);",
      "{ a: first, b: 2 }",
    );
    const names = "Kind, Space, named, Marked, i, rest, held, open, path";
    const code = `import { ${names} } from "./syntax.ipynb";\n[Kind.B, Space.inside, named, Marked.name, i, rest, held, open.name, path.sep].join(' ')`;
    expect(await resultOf(code)).toBe("'2 2 method Marked 3 2,3 block,r,disposed r /'");
  });

  it("imports packages and built-in modules as cells do", async () => {
    write("node_modules/old/index.js", "module.exports = { named: 1 }; module.exports.later = 2;");
    write("node_modules/old/package.json", '{ "name": "old" }');
    write("data.json", '{ "size": 3 }');
    writeNotebook(
      "packages.ipynb",
      'import old, { later } from "old";\nimport { size } from "./data.json" with { type: "json" };',
      'import { basename } from "node:path";\nconst found = [old.named, later, size, basename(import.meta.filename), require("old").named];',
    );
    expect(await resultOf('import { found } from "./packages.ipynb";\nfound')).toBe("[ 1, 2, 3, 'packages.ipynb', 1 ]");
  });
});

describe("an edited notebook", () => {
  it("is run again by the next import, but not if only outputs changed", async () => {
    const cell = (source: string, outputs: object[] = []) => ({
      cell_type: "code",
      source,
      outputs,
      execution_count: null,
    });
    const code = 'import { value } from "./edited.ipynb";\nvalue';
    writeNotebook("edited.ipynb", "console.log('run');\nconst value = 1;");
    expect(await client.execute(code)).toMatchObject({ result: "1", stdout: "run\n" });
    writeNotebook(
      "edited.ipynb",
      cell("console.log('run');\nconst value = 1;", [{ output_type: "stream", name: "stdout", text: "run" }]),
    );
    expect(await client.execute(code)).toMatchObject({ result: "1", stdout: "" });
    writeNotebook("edited.ipynb", "const value = 2;");
    expect(await client.execute(code)).toMatchObject({ result: "2", stdout: "" });
  });

  it("can be corrected after an error", async () => {
    writeNotebook("corrected.ipynb", "const value = JSON.parse('{');");
    expect(await resultOf('import { value } from "./corrected.ipynb";')).toContain("JSON");
    writeNotebook("corrected.ipynb", "const value = 3;");
    expect(await resultOf('import { value } from "./corrected.ipynb";\nvalue')).toBe("3");
  });
});

describe("a failing import", () => {
  it("names notebook, cell and line of an error", async () => {
    writeNotebook(
      "throws.ipynb",
      { cell_type: "markdown", source: "# A" },
      "const before = 1;",
      "\nconst value: number = fail();\nfunction fail(): number {\n  throw new TypeError('no');\n}",
    );
    const said = await traceOf('import { value } from "./throws.ipynb";');
    expect(said).toContain("TypeError: no");
    expect(said).toContain(`fail (${join(project, "throws.ipynb")}, cell 3:4:9)`);
    expect(said).toContain("> 4 |   throw new TypeError('no');");
    expect(said).toContain(`${join(project, "throws.ipynb")}, cell 3:2:23`);
  });

  it("suggests similar names, and names the line of a syntax error", async () => {
    writeNotebook("names.ipynb", "const loadRows = 1;\ntype Row = number;", "const other = 2;");
    expect(await resultOf('import { loadRow } from "./names.ipynb";')).toBe(
      "Importing loadRow from ./names.ipynb: no cell declares it. It has loadRows.",
    );
    expect(await resultOf('import names from "./names.ipynb";')).toContain("no cell says export default");
    writeNotebook("broken.ipynb", "const fine = 1;", "const ok = 1;\nconst = 2;");
    expect(await resultOf('import { fine } from "./broken.ipynb";\nfine')).toBe("1");
    expect(await traceOf('import { gone } from "./broken.ipynb";')).toContain(
      `${join(project, "broken.ipynb")}, cell 2:2:7`,
    );
  });

  it("says that export * adds no names of a package, also through a file", async () => {
    write("node_modules/kit/index.js", "export const fromKit = 1;");
    write("node_modules/kit/package.json", '{ "name": "kit", "type": "module", "exports": "./index.js" }');
    write("kit.ts", 'export * from "kit"; export const besides = 2;');
    const said = (path: string): string =>
      `Importing fromKit from ${path}: no cell declares it. Write export { fromKit } from "kit" for an export of that package: export * adds none.`;
    writeNotebook("stars.ipynb", 'export * from "kit";', "const own = 1;");
    expect(await resultOf('import { fromKit } from "./stars.ipynb";\nfromKit')).toBe(said("./stars.ipynb"));
    writeNotebook("far-stars.ipynb", 'export * from "./kit.ts";');
    expect(await resultOf('import { besides, fromKit } from "./far-stars.ipynb";')).toBe(said("./far-stars.ipynb"));
    writeNotebook("named-stars.ipynb", 'export { fromKit } from "kit";');
    expect(await resultOf('import { fromKit } from "./named-stars.ipynb";\nfromKit')).toBe("1");
  });

  it("names a circle", async () => {
    writeNotebook("one.ipynb", 'import { two } from "./two.ts";\nconst one = two;', "const free = 5;");
    write("two.ts", 'import { three } from "./three.ipynb";\nexport const two = three;');
    writeNotebook("three.ipynb", 'import { one } from "./one.ipynb";\nconst three = one;');
    expect(await resultOf('import { one } from "./one.ipynb";')).toContain(
      "it imports itself: one.ipynb → two.ts → three.ipynb → one.ipynb.",
    );
    expect(await resultOf('import { free } from "./one.ipynb";\nfree')).toBe("5");
  });

  it("names a circle by an import() outside functions", async () => {
    writeNotebook("self.ipynb", 'const me = await import("./self.ipynb");', "const free = 5;");
    expect(await resultOf('import { me } from "./self.ipynb";')).toBe(
      "Importing self.ipynb: it imports itself: self.ipynb → self.ipynb. Use its names without an import: cells see those of earlier cells.",
    );
    expect(await resultOf('import { free } from "./self.ipynb";\nfree')).toBe("5");
  });

  it("refuses needed magics", async () => {
    writeNotebook("commands.ipynb", "%npm install x\nconst a = 1;", "const b = 2;\n!ls -l", "!ls");
    expect(await resultOf('import { a } from "./commands.ipynb";\na')).toBe("1");
    expect(await resultOf('import { b } from "./commands.ipynb";')).toBe(
      "Importing ./commands.ipynb, cell 2: the command !ls -l runs only in the kernel. Move it to a cell of its own.",
    );
  });

  it("refuses other languages, other files, and require()", async () => {
    write("python.ipynb", notebookText(["x = 1"], "python3"));
    expect(await resultOf('import { x } from "./python.ipynb";')).toContain("its language is Python");
    write("none.ipynb", "<<<<<<< ours");
    expect(await resultOf('import { x } from "./none.ipynb";')).toContain("none.ipynb: it is not JSON");
    expect(await resultOf('require("./none.ipynb")')).toContain("require() cannot load a notebook");
  });
});
