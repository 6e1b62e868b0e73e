import { describe, expect, it } from "vitest";
import { type Execution, sharedClient } from "../support/client.ts";
import { withoutColours, tracebackOf } from "../support/outputs.ts";

const client = await sharedClient();

const FAIL = 'JSON.parse("{")';
const NOTHING = "new Promise(() => {})";

/** Runs cells in a session without names, stopping those that contain STOP; resolves to the last execution. */
async function run(cells: readonly string[]): Promise<Execution> {
  await client.execute("%reset\n%check on");
  let last = await client.execute("0");
  for (const cell of cells) last = cell.includes("STOP") ? await stopped(cell) : await client.execute(cell);
  return last;
}

/** Runs a cell, interrupts it once it prints, and resolves to its execution. */
async function stopped(cell: string): Promise<Execution> {
  const { id, done } = client.begin(cell);
  await client.waitFor((m) => m.parent_header.msg_id === id && m.header.msg_type === "stream");
  await client.interrupt();
  return done;
}

/** The errors of the type check, without colours and the quoted line of the cell. */
function complaints({ stderr }: Execution): string[] {
  return withoutColours(stderr)
    .split("\n")
    .filter((line) => line.startsWith("error"));
}

function errorOf({ reply }: Execution): string {
  const { ename, evalue } = reply.content;
  return `${String(ename)}: ${String(evalue)}`;
}

/** Each kind of declaration of `x` from an expression, and the code that reads the value back. */
const KINDS: Record<string, { readonly declare: (value: string) => string; readonly read: string }> = {
  const: { declare: (value) => `const x = ${value};`, read: "x" },
  let: { declare: (value) => `let x = ${value};`, read: "x" },
  "var with a value": { declare: (value) => `var x = ${value};`, read: "x" },
  "exported const": { declare: (value) => `export const x = ${value};`, read: "x" },
  class: { declare: (value) => `class x { static v = ${value} }`, read: "x.v" },
  "class with a decorator": {
    declare: (value) => `@((c: unknown) => { ${value} }) class x { static v = 1 }`,
    read: "x.v",
  },
  enum: { declare: (value) => `enum x { v = ${value} }`, read: "x.v" },
  namespace: { declare: (value) => `namespace x { export const v = ${value} }`, read: "x.v" },
  using: { declare: (value) => `using x = Object.assign({ [Symbol.dispose]() {} }, { v: ${value} });`, read: "x.v" },
  "object pattern": { declare: (value) => `const { x } = { x: ${value} };`, read: "x" },
  "array pattern": { declare: (value) => `let [, x] = [0, ${value}];`, read: "x" },
  "default of a pattern": { declare: (value) => `const { x = ${value} } = {} as { x?: number };`, read: "x" },
  "var in a block": { declare: (value) => `if (true) { var x = ${value}; }`, read: "x" },
  "var of a loop": { declare: (value) => `for (var x = ${value}; ;) break;`, read: "x" },
  "var of a loop over values": { declare: (value) => `for (var x of [${value}]) 0;`, read: "x" },
  "import alias": {
    declare: (value) => `namespace y { export const z = { v: ${value} } } import x = y.z;`,
    read: "x.v",
  },
};
const kinds = Object.entries(KINDS).map(([kind, how]) => [kind, how] as const);

describe("a name whose cell failed before its declaration", () => {
  it.each(kinds)("has no value: %s", async (_kind, { declare, read }) => {
    const failed = await run([declare(FAIL)]);
    expect(failed.reply.content["status"]).toBe("error");
    const cell = failed.reply.content["execution_count"];
    const reason = `x has no value: cell [${String(cell)}] failed before it declared x. Run that cell again, or declare x again.`;
    const reading = await client.execute(read);
    expect(errorOf(reading)).toBe(`ReferenceError: ${reason}`);
    expect(complaints(reading)).toEqual([]);
    // A name without a value can be declared again, with any kind and type.
    expect((await client.execute("const x = 'new'; x")).result).toBe("'new'");
    expect(complaints(await client.execute("x.toUpperCase()"))).toEqual([]);
  });

  it.each(kinds)("keeps the value and type from before: %s", async (_kind, { declare, read }) => {
    await run([declare("5")]);
    const text = FAIL.replace("JSON.parse", "(JSON.parse as (s: string) => string)");
    await client.execute(declare(text));
    const reading = await client.execute(read);
    expect(reading.result).toBe(read === "x.v" && declare("").startsWith("@") ? "1" : "5");
    expect(complaints(reading)).toEqual([]);
  });

  // A `var` that a loop over values declares has type `any`.
  const typed = kinds.filter(([kind]) => kind !== "var of a loop over values");

  it.each(typed)("keeps its type: %s", async (_kind, { declare, read }) => {
    await run([declare("5"), declare('(JSON.parse as (s: string) => string)("{")')]);
    expect(complaints(await client.execute(`(${read}).toUpperCase`))).toHaveLength(1);
  });

  it.each(kinds)("keeps the value and type of another kind: %s", async (_kind, { declare }) => {
    await run(["const x = { before: 1 };", declare(FAIL)]);
    const reading = await client.execute("x.before");
    expect(reading.result).toBe("1");
    expect(complaints(reading)).toEqual([]);
  });

  it.each<[string, string[], string, string]>([
    ["typeof", [`const x = ${FAIL}`], "typeof x", "x has no value: cell"],
    [
      "a function of the same cell",
      [`const x = ${FAIL}; function f() { return 100 * x }`],
      "f()",
      "x has no value: cell",
    ],
    [
      "a function of an earlier cell",
      ["function f() { return 100 * x }", `const x = ${FAIL}`],
      "f()",
      "x has no value: cell",
    ],
    [
      "a closure of the same cell",
      [`const f = () => x, o = { get x() { return x } }; const x = ${FAIL}`],
      "o.x",
      "x has no value",
    ],
    ["a field of a class", [`class A { y = x } const x = ${FAIL}`], "new A()", "x has no value: cell"],
    ["a default parameter", [`function f(a = x) { return a } const x = ${FAIL}`], "f()", "x has no value: cell"],
    ["a shorthand property", [`const x = ${FAIL}`], "({ x })", "x has no value: cell"],
    ["an assignment", [`let x = ${FAIL}`], "x = 5", "x has no value: cell"],
    ["an update", [`let x = ${FAIL}`], "x++", "x has no value: cell"],
    ["code that is evaluated", [`const x = ${FAIL}`], 'eval("100 * x")', "x has no value: cell"],
    ["what an import brings", ['import { x } from "node:none"'], "x", "x has no value: cell"],
    [
      "a function that uses an import",
      ['import { x } from "./none.ts"; function f() { return x }'],
      "f()",
      "x has no value: cell",
    ],
    [
      "the rest of a pattern",
      [`const { a, x = ${FAIL}, ...b } = { a: 1 } as Record<string, number>`],
      "b",
      "b has no value",
    ],
    ["the next of several", [`const a = 1, x = ${FAIL}, b = 2`], "b", "b has no value: cell"],
    ["code that is not checked", [`// @ts-nocheck\nconst x = null.y`], "x", "x has no value: cell"],
    ["code without a check", ["%check off", `const x = ${FAIL}`], "x", "x has no value: cell"],
    ["a stopped cell", [`console.log("STOP"); await ${NOTHING}; const x = 1`], "x", "was stopped before it declared x"],
    ["a cell whose command failed", ["%check nonsense\nconst x = 1"], "x", "x has no value: cell"],
    ["a function of such a cell", ["%check nonsense\nfunction x() {}"], "x()", "x has no value: cell"],
    ["a stopped command", ["!echo STOP; sleep 100\nconst x = 1"], "x", "was stopped before it declared x"],
    ["a stopped loop", ['console.log("STOP"); while (true) {}\nconst x = 1'], "x", "was stopped before it declared x"],
    ["a syntax error, which declares nothing", ["const x = 1; let y = ;"], "x", "x is not defined"],
    ["a reset, after which nothing is known", [`const x = ${FAIL}`, "%reset"], "x", "x is not defined"],
  ])("is an error to %s", async (_what, cells, reading, message) => {
    await run(cells);
    expect(errorOf(await client.execute(reading))).toMatch(`ReferenceError: `);
    expect(errorOf(await client.execute(reading))).toMatch(message);
  });

  it.each<[string, string[], string]>([
    ["what was declared before the failure", [`const a = 1; let b = 2; const x = ${FAIL}`, "a + b"], "3"],
    ["what a pattern found before it", [`const { a, x = ${FAIL} } = { a: 1 } as Record<string, number>`, "a"], "1"],
    ["the first of several", [`const a = 1, x = ${FAIL}`, "a"], "1"],
    ["functions, wherever they stand", [`const x = ${FAIL}; function f() { return 1 }`, "f()"], "1"],
    ["functions, when an import fails", ['import { x } from "./none.ts"; function f() { return 1 }', "f()"], "1"],
    ["imports before the failure", [`import { sep } from "node:path"; const x = ${FAIL}`, "typeof sep"], "'string'"],
    ["what an assignment gave to an earlier name", ["let a = 1", `a = 2; const x = ${FAIL}`, "a"], "2"],
    ["what a pattern assigned to an earlier name", ["let a = 1, b = 2", `[a, b = ${FAIL}] = [3]`, "a"], "3"],
    ["var that a finished block did not come to", [`if (!1) { var a = 1 }\nconst x = ${FAIL}`, "[a]"], "[ undefined ]"],
    ["a loop variable", [`l: for (var i = 0; i < 3; i++) { if (i) break l }\nconst x = ${FAIL}`, "i"], "1"],
    [
      "a namespace's exports from before",
      [
        "namespace x { export const a = 1 }",
        `namespace x { export const b = 2; export const c = ${FAIL} }`,
        "Object.keys(x)",
      ],
      "[ 'a' ]",
    ],
    ["a global that was to be hidden", [`const URL = ${FAIL}`, "new URL('a:b').href"], "'a:b'"],
    ["a global that an import was to hide", ['import { fetch } from "./none.ts"', "typeof fetch"], "'function'"],
    ["a global of the user's", ["globalThis.mine = 7", `const mine = ${FAIL}`, "mine"], "7"],
    ["what a silent request declared", ["0"], "0"],
    [
      "functions that see the new declaration",
      [`const x = ${FAIL}; function f() { return x }`, "const x = 4", "f()"],
      "4",
    ],
    [
      "a name that a cell with a failed command was to declare",
      ["%check nonsense\nconst x = 1", "const x = 2", "x"],
      "2",
    ],
    ["names declared after a reset in the cell", ["const a = 1;\n%reset\nconst b = 2", "b"], "2"],
  ])("leaves %s", async (_what, cells, result) => {
    expect((await run(cells)).result).toBe(result);
  });

  it("is neither completed nor inspected, like any unknown name", async () => {
    await run(["const price = 1", `const priceless = ${FAIL}`]);
    const proposed = await client.request("shell", "complete_request", { code: "price", cursor_pos: 5 });
    expect(proposed.content["matches"]).toContain("price");
    expect(proposed.content["matches"]).not.toContain("priceless");
    const asked = { code: "priceless", cursor_pos: 4, detail_level: 0 };
    const { content } = await client.request("shell", "inspect_request", asked);
    expect(JSON.stringify(content["data"])).toContain("priceless has no value: cell [");
    expect(JSON.stringify((await client.execute("%who")).outputs)).toContain("\\npriceless  no value");
  });

  it("can belong to a silent request", async () => {
    await run([]);
    await client.execute(`const x = ${FAIL}`, { silent: true });
    const reading = await client.execute("x");
    const reason = "x has no value: the cell that declares it failed before it declared x.";
    expect(errorOf(reading)).toContain(reason);
    expect(complaints(reading)).toEqual([]);
  });

  it("does not include names of an aborted cell", async () => {
    await run([]);
    const cells = [`const x = ${FAIL}`, "const y = 1"].map((code) => client.begin(code).done);
    await Promise.all(cells);
    expect(errorOf(await client.execute("y"))).toBe("ReferenceError: y is not defined");
  });

  it("does not include names of a cell blocked by type errors", async () => {
    await run(["%check block", "const x: number = 'no'; function f() {}"]);
    expect(errorOf(await client.execute("f"))).toBe("TypeCheckError: TS2304: Cannot find name 'f'.");
    expect(errorOf(await client.execute("%check off\nx"))).toBe("ReferenceError: x is not defined");
  });

  it("is lost with all others when the process dies", async () => {
    await run(["const x = 1; interface T { a: number }"]);
    const kill = 'require("node:child_process").execSync("kill -KILL " + process.pid)';
    expect(errorOf(await client.execute(`${kill}; const y = 1`))).toMatch(/^ProcessDied/);
    for (const name of ["x", "y"]) {
      const reading = await client.execute(name);
      expect(errorOf(reading)).toBe(`ReferenceError: ${name} is not defined`);
      expect(tracebackOf(reading)).toContain(`Cannot find name '${name}'`);
    }
  });

  it("has the type of its declaration after assignments that may not have run", async () => {
    await run(["let n: number | undefined = 1", `n = ${FAIL}; n = 5`]);
    expect(complaints(await client.execute("n.toFixed()"))).toEqual([expect.stringContaining("possibly 'undefined'")]);
  });
});

it.each(["none", "value"])("a variable may be called %s", async (name) => {
  const forgotten = await run([`let ${name} = 1, other = 2`, "%reset", `[typeof ${name}, typeof other]`]);
  expect(forgotten.result).toBe("[ 'undefined', 'undefined' ]");
  const kept = await run([`let ${name} = 1`, `${FAIL}; let ${name} = 2`, name]);
  expect(kept.result).toBe("1");
  const set = await run([`const set = () => { ${name} = 5 }`, `let ${name} = 1`, `set(); ${name}`]);
  expect(set.result).toBe("5");
});

describe("an imported name without an exported value", () => {
  const PATH = "cell \\[\\d+\\] imports it from 'node:path', which exports no such value";

  it.each<[string, string[], string]>([
    ["a result", ['import { gone } from "node:path"'], "gone"],
    ["a part of a result", ['import { gone } from "node:path"'], "gone + 1"],
    ["typeof", ['import { gone } from "node:path"'], "typeof gone"],
    ["an import under another name", ['import { lost as gone } from "node:path"'], "gone"],
    ["an import beside others", ['import path, { join, gone } from "node:path"', 'join("a", path.sep)'], "gone"],
    ["code without a check", ["%check off", 'import { gone } from "node:path"'], "gone"],
    ["a name that had a value", ["const gone = 5", 'import { gone } from "node:path"'], "gone"],
    [
      "a name that had a module's value",
      ['import { sep as gone } from "path"', 'import { gone } from "node:path"'],
      "gone",
    ],
    ["a cell that failed later", ['import { gone } from "node:path"; throw 1'], "gone"],
  ])("is an error to %s", async (_what, cells, reading) => {
    await run(cells);
    expect(errorOf(await client.execute(reading))).toMatch(new RegExp(`^ReferenceError: gone has no value: ${PATH}`));
  });

  it("can be a package's too, until the name is declared", async () => {
    await run(['import { gone } from "tsnb/display"']);
    expect(errorOf(await client.execute("gone"))).toContain("imports it from 'tsnb/display'");
    expect((await client.execute("const gone = 3; gone")).result).toBe("3");
    expect((await client.execute("gone")).result).toBe("3");
    await client.execute('import { sep as gone } from "node:path"');
    expect((await client.execute("gone")).result).toBe("'/'");
    expect(errorOf(await run(['import { gone } from "node:path"', "%reset", "gone"]))).toMatch("gone is not defined");
  });

  it("stays a type", async () => {
    const last = await run(['import { ParsedPath } from "node:path"', 'const p: ParsedPath["ext"] = ".ts"', "p"]);
    expect(complaints(last)).toEqual([]);
    expect(last.result).toBe("'.ts'");
    await run(['import { ParsedPath } from "node:path"; throw new Error("later")']);
    expect(complaints(await client.execute("const q: ParsedPath = 1"))).toEqual([expect.stringContaining("TS2322")]);
  });
});

describe("the dead zone within a cell", () => {
  it.each<[string, string]>([
    ["directly", "x; const x = 1"],
    ["in its own value", "const x = x + 1"],
    ["by typeof", "typeof x; let x = 1"],
    ["by a function that is called above", "function f() { return x }\nf(); const x = 1"],
    ["by a closure", "const f = () => x; f(); const x = 1"],
    ["by a method", "const o = { m() { return x } }; o.m(); const x = 1"],
    ["by a default parameter", "function f(a = x) { return a } f(); const x = 1"],
    ["in a loop", "for (const i of [1]) { x + i }\nlet x = 1"],
    ["of a class", "new x(); class x {}"],
    ["of a class by a function", "function f() { return new x() }\nf(); class x {}"],
    ["of an enum", "x.A; enum x { A }"],
    ["of an enum by a function", "function f() { return x.A }\nf(); enum x { A }"],
    ["by a static field", "class A { static y = x } const x = 1"],
    ["in a pattern", "const { a = x, x } = {} as any"],
    ["when written", "x = 1; let x = 2"],
    [
      "when written by a function without semicolons",
      "function f() {\n  const a = 1\n  x += a\n  return a\n}\nf()\nlet x = 1",
    ],
    ["when counted by a function", "function f() { x++ }\nf(); let x = 1"],
    ["when assigned by a pattern", "function f() { [x] = [1] }\nf(); let x = 1"],
    ["of using", "x; using x = null"],
    ["of export default class", "x; export default class x {}"],
    ["by await", "await x; const x = Promise.resolve(1)"],
    ["in a template", "`${x}`; const x = 1"],
    ["by a call at the start of a line", "const a = [1]\nx()\nconst x = () => a"],
  ])("is read %s", async (_how, cell) => {
    expect(errorOf(await run([cell]))).toBe("ReferenceError: Cannot access 'x' before initialization");
  });

  it.each<[string, string]>([
    ["a function that is called above", "function f() { return x }\nf(); const x = 1"],
    ["a closure", "const f = () => x; f(); let x = 1"],
    ["a function that writes", "function f() { x = 5 }\nf(); let x = 1"],
  ])("is read by %s also where an earlier cell declared the name", async (_how, cell) => {
    expect(errorOf(await run(["let x = 0", cell]))).toBe("ReferenceError: Cannot access 'x' before initialization");
    expect((await client.execute("x")).result).toBe("0");
  });

  it.each<[string, string[], string]>([
    [
      "the earlier value, where the cell reads it by itself",
      ["const x = [1, 2]", "const x = x.map((n) => n + x.length); x"],
      "[ 3, 4 ]",
    ],
    ["the earlier value before the declaration", ["const x = 1", "const y = x; const x = 5; [x, y]"], "[ 5, 1 ]"],
    ["recursion", ["const x = (n: number): number => n < 2 ? 1 : n * x(n - 1); x(5)"], "120"],
    [
      "mutual recursion",
      [
        "const even = (n: number): boolean => n === 0 || odd(n - 1); const odd = (n: number): boolean => n > 0 && even(n - 1); even(4)",
      ],
      "true",
    ],
    ["functions called after it", ["function f() { return x }\nconst x = 1; f()"], "1"],
    ["functions that count", ["let x = 0; function f() { x++; return x }\nf(); f()"], "2"],
    ["var, which has none", ["function f() { return x }\nconst y = f(); var x = 1; [y, x]"], "[ undefined, 1 ]"],
    [
      "names of functions in patterns",
      ["const { x = () => 1, y = class {} } = {} as any; [x.name, y.name]"],
      "[ 'x', 'y' ]",
    ],
    [
      "a pattern with a back-reference",
      ["const { x, y = x + 1, z = () => x } = { x: 1 } as any; [x, y, z()]"],
      "[ 1, 2, 1 ]",
    ],
    [
      "this in a call of a name",
      ["function f() { return g() }\nconst g = function (this: unknown) { return this }; f() === undefined"],
      "true",
    ],
    ["enums in parts", ["enum x { A = 1 }", "enum x { B = 2 }\nenum x { C = 3 }\nObject.keys(x).length"], "4"],
    [
      "hoisted functions called in the value of a namespace",
      ["namespace x { export const a = 1; export const b = f() }\nfunction f() { return x.a + 1 }\nx.b"],
      "2",
    ],
  ])("does not affect %s", async (_what, cells, result) => {
    expect((await run(cells)).result).toBe(result);
  });
});
