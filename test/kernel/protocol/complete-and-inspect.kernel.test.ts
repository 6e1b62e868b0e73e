import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratch } from "../../support/scratch.ts";
import { Client, sharedClient } from "../support/client.ts";

const client = await sharedClient({ env: { TSNB_CHECK: "on" } });
await client.execute(`
    /** Adds two numbers. */
    function add(a: number, b: number): number { return a + b }
    const person = { name: "Ada", born: 1815 };
    const arr = [10, 20, 30];
    const loose: any = Object.assign(Object.create({ inherited: 1 }), { zebra: 1, "mo del": 2, motor: 3 });`);

describe("complete", () => {
  it("completes members of declared names before the present cell has run", async () => {
    const { matches, content } = await complete("const other = person; other.na");
    expect(matches).toEqual(["name"]);
    expect(content).toMatchObject({ status: "ok", cursor_start: 28, cursor_end: 30 });
  });

  it("counts the cursor in code points", async () => {
    const code = `const s = "😀😀"; person.bo; // 🎉`;
    const cursor = Array.from(code).indexOf(";", 18);
    const { matches, content } = await complete(code, cursor);
    expect(matches).toEqual(["born"]);
    expect([content["cursor_start"], content["cursor_end"]]).toEqual([cursor - 2, cursor]);
  });

  it("completes environment variables, which have no types", async () => {
    // A busy process of cells is not awaited for long.
    await expect.poll(async () => (await complete("process.env.PA")).matches).toContain("PATH");
    await expect.poll(async () => (await inspect("process.env", 9)).content["found"]).toBe(true);
  });

  it("gives the kinds of its proposals", async () => {
    const { content } = await complete("add");
    expect(content["metadata"]).toMatchObject({
      _jupyter_types_experimental: expect.arrayContaining([
        expect.objectContaining({ text: "add", type: expect.stringMatching(/^[a-z]+$/), start: 0, end: 3 }),
      ]),
    });
  });

  it.each([
    ["nothing", "", 0],
    ["a cursor beyond the end", "person.na", 999],
    ["broken code", "const = {{{ person.", 19],
  ])("answers %s", async (_what, code, cursor) => {
    const { content } = await complete(code, cursor);
    expect(content).toMatchObject({ status: "ok", matches: expect.any(Array), metadata: expect.any(Object) });
  });

  it.each(["// person.", "/* person.", "'person.", "f('", "`person.", "/person.", "1.", "!ls person.", "%npm "])(
    "proposes nothing behind %s",
    async (code) => {
      expect((await complete(code)).matches).toEqual([]);
    },
  );

  it.each([
    ["require('node:fs').readFileSync('data/REA", ["README.md"]],
    ["!ls data/REA", ["README.md"]],
    ["%ti", ["time", "timeit"]],
    ["const a = 1;\n%re", ["reset"]],
    ["%check ", ["on", "off", "block"]],
    ["%timeit person.bo", ["born"]],
    ["`${person.bo", ["born"]],
    ['loose["mo', ["mo del", "motor"]],
  ])("proposes fitting names after %s", async (code, expected) => {
    expect((await complete(code)).matches).toEqual(expected);
  });

  it("proposes the keys of a value before those of its type", async () => {
    await client.execute(`const frame = new Proxy({ modulo() {} }, {
      ownKeys: () => ["model"],
      getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true, value: 1 }),
    });`);
    expect((await complete('frame["mo')).matches).toEqual(["model", "modulo"]);
  });

  it("proposes the members of a value without a type, its own first, without legacy ones", async () => {
    const { matches } = await complete("loose.");
    expect(matches).toEqual(expect.arrayContaining(["zebra", "motor", "inherited", "toString"]));
    expect(Array.isArray(matches) && matches.slice(0, 3)).toEqual(["zebra", "motor", "inherited"]);
    expect(matches).not.toContain("__proto__");
    expect(matches).not.toContain("__defineGetter__");
  });

  it("answers while a cell is busy", async () => {
    const { id, done } = client.begin("console.log('on'); while (true) {}");
    await client.waitFor((m) => m.parent_header.msg_id === id && m.content["text"] === "on\n");
    const { matches } = await complete("person.na");
    expect(matches).toEqual(["name"]);
    await client.interrupt();
    await done;
  });
});

describe("inspect", () => {
  it("gives signature and documentation", async () => {
    const { content } = await inspect("add(1, 2)", 2);
    expect(content).toMatchObject({ status: "ok", found: true });
    expect(plain(content)).toContain("a: number, b: number");
    expect(plain(content)).toContain("Adds two numbers.");
  });

  it("gives the value of a name", async () => {
    expect(plain((await inspect("person", 3)).content)).toContain("1815");
  });

  it.each([
    ["a parameter", "function q(add: string) { return add }", 35, "string"],
    ["a parameter of an arrow function", "(add: string) => add", 19, "string"],
    ["a variable of a function", "function q() { const arr = 'shadow'; return arr }", 46, "shadow"],
  ])("gives no value of a global for %s of its name", async (_what, code, cursor, type) => {
    const text = plain((await inspect(code, cursor)).content);
    expect(text).toContain(type);
    expect(text).not.toMatch(/30|Function/);
  });

  it("gives the value of a name that the cell itself declares, once it has run", async () => {
    const code = "const measured = { seconds: 42 };\nmeasured";
    await client.execute(code);
    for (const cursor of [8, code.length]) expect(plain((await inspect(code, cursor)).content)).toContain("42");
  });

  it("gives the value of a global that a function uses", async () => {
    expect(plain((await inspect("function q(b: string) { return arr }", 33)).content)).toContain("30");
  });

  it.each([
    ["a comment", "// add", 4],
    ["a comment in a call", "add(1, /* arr */ 2)", 12],
    ["a command line", "!echo add", 8],
    ["another command line", "%npm add", 7],
  ])("finds nothing in %s", async (_what, code, cursor) => {
    expect((await inspect(code, cursor)).content["found"]).toBe(false);
  });

  it("gives up on a value that is slow to format, without delaying the next cell", async () => {
    await client.execute("const slow = { [Symbol.for('nodejs.util.inspect.custom')]() { for (;;) {} } }; 0");
    expect(plain((await inspect("slow", 2)).content)).toContain("const slow");
    expect((await client.execute("'next'")).result).toBe("'next'");
  });

  it("gives the value also when a cell froze the global object", async () => {
    const other = await Client.start();
    await other.execute(
      "const held = { a: 815 }; Object.prototype.get = () => 1; Object.preventExtensions(globalThis); 0",
    );
    const { content } = await other.request("shell", "inspect_request", {
      code: "held",
      cursor_pos: 2,
      detail_level: 0,
    });
    expect(plain(content)).toContain("815");
    await other.stop();
  });

  it("gives the source at level 1", async () => {
    expect(plain((await inspect("add", 2, 1)).content)).toContain("return a + b");
  });

  it("says where a name is declared: in which cell, or where in a file", async () => {
    const { reply } = await client.execute("const here = 1; interface Shape { sides: number }");
    const count = String(reply.content["execution_count"]);
    expect(plain((await inspect("here", 2)).content)).toContain(`Declared in cell [${count}]`);
    expect(plain((await inspect("let s: Shape", 9)).content)).toContain(`Declared in cell [${count}]`);
    const file = join(scratch(), "shapes.ts");
    writeFileSync(file, "// Shapes.\nexport const corners = 4;\n");
    const imported = await inspect(`import { corners } from ${JSON.stringify(file)};\ncorners`, 9);
    expect(plain(imported.content)).toMatch(/Declared in \S*shapes\.ts, line 2/);
    expect(plain((await inspect("const own = 1; own", 16)).content)).not.toContain("Declared in");
    expect(plain((await inspect("parseInt", 2)).content)).not.toContain("Declared in");
  });

  it("gives the documentation of the parameter at hand", async () => {
    await client.execute(
      "/** The price.\n * @param net without tax\n * @param rate of the tax */\nfunction gross(net: number, rate = 0.2) { return net * (1 + rate); }",
    );
    expect(plain((await inspect("gross(", 6)).content)).toContain("net: without tax\n\nThe price.");
    expect(plain((await inspect("gross(1, ", 9)).content)).toContain("rate: of the tax");
    expect(plain((await inspect("gross", 2)).content)).toContain("without tax");
  });

  it("finds nothing in an empty place", async () => {
    const { content } = await inspect("   ", 1);
    expect(content).toEqual({ status: "ok", found: false, data: {}, metadata: {} });
  });
});

async function complete(code: string, cursor: number = Array.from(code).length) {
  const { content } = await client.request("shell", "complete_request", { code, cursor_pos: cursor });
  return { content, matches: content["matches"] };
}

async function inspect(code: string, cursor: number, level: 0 | 1 = 0) {
  return client.request("shell", "inspect_request", { code, cursor_pos: cursor, detail_level: level });
}

function plain(content: Record<string, unknown>): string {
  const { data } = content;
  if (typeof data !== "object" || data === null || !("text/plain" in data)) return "";
  return String(data["text/plain"]);
}
