import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { Client, sharedClient } from "../support/client.ts";
import { dataOf } from "../support/outputs.ts";

const SHORT_LOOKS = fileURLToPath(new URL("../fixtures/short-looks.cjs", import.meta.url));

const client = await sharedClient();

describe("the value of a cell as text", () => {
  it.each<[string, string]>([
    ["'text'", "'text'"],
    ["new Map([[1, { a: [2] }]])", "Map(1) { 1 => { a: [ 2 ] } }"],
    ["new Set(['a'])", "Set(1) { 'a' }"],
    ["class P { #x = 1; constructor(readonly y = 2) {} }\nnew P()", "P { y: 2 }"],
    ["class Q { [Symbol.for('nodejs.util.inspect.custom')]() { return 'own text' } }\nnew Q()", "own text"],
    ["Promise.resolve(1)", "Promise { 1 }"],
    ["new Promise(() => {})", "Promise { <pending> }"],
    ["await Promise.resolve([1])", "[ 1 ]"],
    ["null", "null"],
    ["0", "0"],
    ["function f() {}\nf", "[Function: f]"],
    ["Symbol('s')", "Symbol(s)"],
    ["10n ** 20n", "100000000000000000000n"],
    ["({ get a() { throw new Error('never called') } })", "{ a: [Getter] }"],
    ["const own: any = {}; own.own = own; own", "<ref *1> { own: [Circular *1] }"],
    ["[1, [2, [3, [4, [5, [6]]]]]]", "[\n  1,\n  [\n    2,\n    [ 3, [ 4, [ 5, [Array] ] ] ]\n  ]\n]"],
    ["Array.from({ length: 3 }, (_, i) => i).concat()", "[ 0, 1, 2 ]"],
    [
      "class Z { [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('look') } }\nnew Z()",
      "[Z that cannot be shown: look]",
    ],
    ["({ mark: 87, data: { subject: 'math' } })", "{ mark: 87, data: { subject: 'math' } }"],
    ["({ mark: 'A', data: [1] })", "{ mark: 'A', data: [ 1 ] }"],
    ["({ layer: 3, data: {} })", "{ layer: 3, data: {} }"],
    ["({ toJSON() { throw 1 }, toSpec: 5 })", "{ toJSON: [Function: toJSON], toSpec: 5 }"],
    ["globalThis.constructor = undefined as any; Object.create(null)", "[Object: null prototype] {}"],
  ])("%s", async (code, expected) => {
    const { outputs, result } = await client.execute(code);
    expect(outputs.map((m) => m.header.msg_type)).toEqual(["execute_result"]);
    expect(result).toBe(expected);
  });

  it.each(
    [
      "undefined",
      "void 0",
      "const n = 1",
      "if (true) { 5 }",
      "function g() {}",
      "console.log",
      "// nothing",
      "",
    ].filter((c) => c !== "console.log"),
  )("is absent for %j", async (code) => {
    expect((await client.execute(code)).outputs).toEqual([]);
  });

  it("is text for an object that only claims to be a data frame", async () => {
    const { result } = await client.execute("({ [Symbol.toStringTag]: 'DataFrame', columns: ['a'] })");
    expect(result).toContain("columns: [ 'a' ]");
  });

  it("is text for an object that throws whenever it is read", async () => {
    const traps =
      "get() { throw 1 }, has() { throw 2 }, ownKeys() { throw 3 }, getOwnPropertyDescriptor() { throw 4 }, getPrototypeOf() { throw 5 }";
    expect((await client.execute(`new Proxy({}, { ${traps} })`)).result).toMatch(/^(\{\}|Proxy\(\{\}\))$/);
    const { result } = await client.execute(
      "new (class T { get [Symbol.toStringTag]() { throw new Error('tag') } })()",
    );
    expect(result).toMatch(/^(T \{\}|\[T that cannot be shown: tag\])$/);
  });

  it("is text without colours, of limited length", async () => {
    const error = (await client.execute("new Error('shown, not thrown')")).result ?? "";
    expect(error).toMatch(/^Error: shown, not thrown\n {4}at Cell \[\d+\]:1:1$/);
    const long = (await client.execute("Array.from({ length: 100_000 }, (_, i) => i)")).result ?? "";
    expect(long).toContain("... 99900 more items");
    expect(long.length).toBeLessThan(2000);
    expect((await client.execute("'x'.repeat(1e6)")).result?.length).toBeLessThan(11_000);
  });

  it("is the first part of an object with many properties, and says so", async () => {
    const many = "Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => ['k' + i, i]))";
    const { result = "" } = await client.execute(`const many = ${many}; many`);
    expect(result).toMatch(/^\{\n {2}k0: 0,\n/);
    expect(result).toMatch(/\n\}\n\.\.\. 19950 more properties: console\.log prints without this limit$/);
    const shown = await client.execute("import { show } from 'tsnb/display'; await show(many)");
    expect(dataOf(shown)).toEqual([{ "text/plain": result }]);
    const { reply } = await client.execute("throw many");
    expect(String(reply.content["evalue"])).toMatch(/19000 more properties/);
    expect(JSON.stringify(reply.content).length).toBeLessThan(50_000);
    const asked = { code: "many", cursor_pos: 4, detail_level: 0 };
    const inspected = async (): Promise<unknown> => {
      const { content } = await client.request("shell", "inspect_request", asked);
      return Object(content["data"])["text/plain"];
    };
    // An inspection leaves out a value that takes too long, so ask again.
    await expect
      .poll(inspected, { timeout: 60_000 })
      .toMatch(/ more characters and 19\d\d\d more properties|\.\.\. 19950 more properties/);
  });
});

describe("values with their own display method", () => {
  it.each<[string, string, unknown]>([
    [
      "Jupyter.display",
      "({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>x</b>', 'text/plain': 'x' }) })",
      { "text/html": "<b>x</b>", "text/plain": "x" },
    ],
    [
      "Jupyter.display, async",
      "({ async [Symbol.for('Jupyter.display')]() { await null; return { 'application/json': { a: [1] } } } })",
      { "application/json": { a: [1] } },
    ],
    [
      "Jupyter.display on a class",
      "class V { v = 3; [Symbol.for('Jupyter.display')]() { return { 'text/markdown': `**${this.v}**` } } }\nnew V()",
      { "text/markdown": "**3**" },
    ],
    [
      "Jupyter.display on a function",
      "Object.assign(() => 1, { [Symbol.for('Jupyter.display')]: () => ({ 'text/plain': 'f' }) })",
      { "text/plain": "f" },
    ],
    [
      "bytes in it",
      "({ [Symbol.for('Jupyter.display')]: () => ({ 'image/png': new Uint8Array([1, 2, 3]), 'text/html': undefined }) })",
      { "image/png": "AQID" },
    ],
  ])("%s", async (_what, code, expected) => {
    expect(dataOf(await client.execute(code))).toEqual([expected]);
  });

  it("can have metadata", async () => {
    const { outputs } = await client.execute(
      "({ [Symbol.for('tsnb.bundle')]: () => ({ data: { 'image/png': 'AA==' }, metadata: { 'image/png': { width: 5 } } }) })",
    );
    expect(outputs[0]?.content).toMatchObject({
      data: { "image/png": "AA==" },
      metadata: { "image/png": { width: 5 } },
    });
  });

  it.each<[string, string, string]>([
    ["throws", "({ a: 1, [Symbol.for('Jupyter.display')]() { throw new TypeError('no look') } })", "no look"],
    ["rejects", "({ a: 1, async [Symbol.for('Jupyter.display')]() { throw new TypeError('no look') } })", "no look"],
    ["throws no error", "({ a: 1, toHTML() { throw { toString() { throw 1 } } } })", "its look throws"],
    ["gives nonsense", "({ a: 1, [Symbol.for('Jupyter.display')]: () => 5 })", "got 5"],
    ["gives a circle", "const c: any = {}; c.c = c; ({ a: 1, _repr_json_: () => c })", "circular structure"],
    [
      "is a spec with a circle",
      "const s: any = { a: 1, mark: 'bar', data: {} }; s.data.s = s; s",
      "circular structure",
    ],
    ["is a misspelt spec", "({ a: 1, mark: 'pint', data: {}, encoding: {} })", '"pint" is not one of the marks'],
  ])("that fail are text, with the reason: a method that %s", async (_what, code, why) => {
    const { reply, result = "", outputs } = await client.execute(code);
    expect(reply.content["status"]).toBe("ok");
    expect(outputs.map(({ header }) => header.msg_type)).toEqual(["execute_result"]);
    expect(result).toContain("a: 1");
    const lines = result.split("\n");
    expect(lines.filter((line) => line.startsWith("... shown as text: "))).toHaveLength(1);
    expect(lines.at(-1)).toContain(why);
  });

  it("that never end are text after ten seconds, also when they loop", async () => {
    const other = await Client.start({ env: { NODE_OPTIONS: `--require ${JSON.stringify(SHORT_LOOKS)}` } });
    for (const body of ["while (true);", "return new Promise(() => {});"]) {
      const { reply, result = "" } = await other.execute(`({ a: 1, toHTML() { ${body} } })`);
      expect(reply.content["status"]).toBe("ok");
      expect(result).toMatch(
        /^\{ a: 1, toHTML: .* \}\n\.\.\. shown as text: .*toHTML method: it did not end within 10 s/,
      );
    }
    await other.stop();
  });

  it("that loop can be stopped", async () => {
    const { id, done } = client.begin("({ a: 1, toHTML() { console.log('asked'); while (true); } })");
    await client.waitFor((m) => m.parent_header.msg_id === id && m.content["text"] === "asked\n");
    await client.interrupt();
    expect((await done).reply.content).toMatchObject({ status: "error", ename: "Interrupted" });
    expect((await client.execute("1 + 1")).result).toBe("2");
  });

  it("look the same after built-in objects changed, but are text if first shown then", async () => {
    const other = await Client.start();
    const own = "({ a: 1, [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>1</b>' }) })";
    const pollute = "(Object.prototype as any).toHTML = () => 'polluted'; ({ a: 1 })";
    expect((await other.execute(pollute)).result).toBe("{ a: 1 }");
    await other.execute("delete (Object.prototype as any).toHTML; const { map } = Array.prototype");
    const broken = "Array.prototype.map = function () { throw new Error('broken') } as any";
    const late = await other.execute(`${broken}; ${own}`);
    expect(late.reply.content["status"]).toBe("ok");
    expect(late.result).toMatch(/^\{ a: 1, .* \}\n\.\.\. shown as text: the code that draws it did not load/);
    expect((await other.execute("new Float64Array(99)")).result).toMatch(/^Float64Array\(99\) \[ 0, /);
    await other.stop();
    await client.execute(own);
    const early = await client.execute(`const { map } = Array.prototype; ${broken}; ${own}`);
    expect(dataOf(early)).toEqual([{ "text/html": "<b>1</b>" }]);
    await client.execute("Array.prototype.map = map");
  });

  it("through tsnb's own objects fail with their function's error", async () => {
    const spec = "{ mark: 'pint', data: { values: [] }, encoding: {} }";
    for (const last of [`chart(${spec})`, `show(${spec})`, `display(${spec})`, `await show(${spec})`]) {
      const { reply } = await client.execute(`import { chart, display, show } from "tsnb/display"; ${last}`);
      expect(reply.content).toMatchObject({ status: "error", ename: "ChartError" });
    }
  });

  it("are shown through the kernel's hook at any place of a cell", async () => {
    const run = await client.execute(`console.log("a");
globalThis[Symbol.for("tsnb.display")]({ data: { "text/html": "<i>1</i>" }, metadata: { k: 1 } });
console.log("b"); 2`);
    expect(run.outputs.map((m) => m.header.msg_type)).toEqual(["stream", "display_data", "stream", "execute_result"]);
    expect(run.outputs[1]?.content).toMatchObject({ data: { "text/html": "<i>1</i>" }, metadata: { k: 1 } });
  });
});
