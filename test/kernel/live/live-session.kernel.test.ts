import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import type { Answers } from "../../../src/kernel/live/messages.ts";
import { Client, sharedClient } from "../support/client.ts";
import { FrontEnd } from "../support/front-end.ts";

const folder = mkdtempSync(join(tmpdir(), "tsnb-live-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
symlinkSync(join(import.meta.dirname, "..", "..", "..", "node_modules"), join(folder, "node_modules"), "junction");
const client = await sharedClient({ cwd: folder, env: { TSNB_CHECK: "on" } });

// One for most tests: each front end has a compiler of its own.
const shared = new FrontEnd(client);

/** The shared front end, with no cells. */
function frontEnd(): FrontEnd {
  shared.type();
  return shared;
}

function newFrontEnd(): FrontEnd {
  const opened = new FrontEnd(client);
  onTestFinished(() => opened.close());
  return opened;
}

describe("the comm of a front end", () => {
  it("is welcomed, also while a cell runs", async () => {
    const running = client.begin("await new Promise((resolve) => setTimeout(resolve, 60_000))");
    await client.waitFor((message) => message.parent_header.msg_id === running.id);
    const welcome = await newFrontEnd().told(() => true);
    expect(welcome).toMatchObject({ type: "welcome", protocol: 1, kernel: expect.stringMatching(/^\d/) });
    await client.interrupt();
    await running.done;
  });

  it("is listed until it is closed", async () => {
    const { id } = newFrontEnd();
    const listed = async (): Promise<unknown> =>
      (await client.request("shell", "comm_info_request", { target_name: "tsnb.live" })).content["comms"];
    expect(await listed()).toHaveProperty([id], { target_name: "tsnb.live" });
    client.send("shell", "comm_close", { comm_id: id, data: {} });
    expect(await listed()).not.toHaveProperty([id]);
  });

  it("leaves the status of the kernel alone", async () => {
    const from = client.published.length;
    const opened = new FrontEnd(client);
    await opened.write("const a = 1;");
    opened.close();
    await client.execute("1");
    const about = client.published.slice(from).filter(({ header }) => header.msg_type === "status");
    const told = about.map(({ parent_header: parent }) => parent.msg_type);
    expect(told.filter((type) => type === "comm_open" || type === "comm_msg")).toEqual([]);
  });

  it("outlives messages of another version", async () => {
    const opened = frontEnd();
    opened.say({ type: "changed", version: "one" });
    expect(await opened.write("const a: number = 'x'")).toMatchObject([[{ code: "TS2322" }]]);
  });
});

describe("errors while typing", () => {
  it("are those of all cells in the order of the notebook, though none has run", async () => {
    const [first, second, third] = await frontEnd().write(
      "const price = 3;",
      'price.toFixed("two"); later();',
      "function later() {}",
    );
    expect([first, third]).toEqual([[], []]);
    expect(second).toEqual([
      { start: 22, end: 27, kind: "type", code: "used-before-declared", message: expect.stringContaining('"later"') },
      { start: 14, end: 19, kind: "type", code: "TS2345", message: expect.stringContaining("not assignable") },
    ]);
  });

  it("come and go with the text, also in cells below", async () => {
    const opened = frontEnd();
    expect(await opened.write("const n = 1;", "n.toFixed();")).toEqual([[], []]);
    const [, below] = await opened.write("const n = 'x';", "n.toFixed();");
    expect(below).toMatchObject([{ code: "TS2551", start: 2, end: 9, message: expect.not.stringContaining("\uA000") }]);
    expect(await opened.write("const n = 1;", "n.toFixed();")).toEqual([[], []]);
  });

  it("are syntax errors in TypeScript's words, and leave the other cells alone", async () => {
    const opened = frontEnd();
    expect(await opened.write("const n = 1;", "n + 1")).toEqual([[], []]);
    const [first, second] = await opened.write("const n = (1;", "n + 1");
    expect(first).toEqual([{ start: 12, end: 13, kind: "syntax", code: "TS1005", message: "')' expected." }]);
    expect(second).toEqual([]);
  });

  it("are those of JavaScript when the notebook is JavaScript", async () => {
    const kernel = await Client.start({ cwd: folder, env: { TSNB_CHECK: "on", TSNB_LANGUAGE: "javascript" } });
    onTestFinished(() => kernel.stop());
    const opened = new FrontEnd(kernel);
    const [first, second] = await opened.write(
      "/** @param {number} n */\nfunction twice(n) { return 2 * n }\nconst add = (a, b) => a + b;\nlet any;",
      'twice("x"); add(1, 2); any = 1; any.foo',
    );
    expect(first).toEqual([]);
    expect(second).toMatchObject([
      { code: "TS2345", start: 6, end: 9 },
      { code: "TS2339", start: 36, end: 39 },
    ]);
  });

  it("know the names of a cell that never was TypeScript", async () => {
    const [, second] = await frontEnd().write("const n = (1;", "n + 1");
    expect(second).toEqual([]);
  });

  it("do not count commands to the kernel and code for other programs", async () => {
    const errors = await frontEnd().write("%who\nconst a = 1;\n!ls -l", "%%bash\nif [ 1 ]; then", "a.b");
    expect(errors).toMatchObject([[], [], [{ code: "TS2339", start: 2, end: 3 }]]);
  });

  it("are not shown where they are switched off, or meant", async () => {
    const bad = "const x: number = 'x';";
    const errors = await frontEnd().write(`%check off\n${bad}`, bad, `%check on\n${bad}`, `// @ts-nocheck\n${bad}`, {
      source: bad,
      mayFail: true,
    });
    expect(errors.map(({ length }) => length)).toEqual([0, 0, 1, 0, 0]);
  });

  it("take a name that is declared again for the newer one from there on", async () => {
    const [first, second, third] = await frontEnd().write(
      "const a = 1; a.toFixed();",
      "const a = String(a); a.trim();",
      "a.toFixed()",
    );
    expect([first, second]).toEqual([[], []]);
    expect(third).toMatchObject([{ code: "TS2551", message: expect.stringMatching(/^Property 'toFixed'/) }]);
  });

  it("count UTF-16 code units", async () => {
    const [errors] = await frontEnd().write("const s = '😀'; s.nope");
    expect(errors).toMatchObject([{ start: 18, end: 22 }]);
  });

  it("see helper files as they are now", async () => {
    const file = join(folder, "helper.ts");
    writeFileSync(file, "export const size = 1;");
    const opened = frontEnd();
    const cell = 'import { size } from "./helper.ts"; size.toFixed();';
    expect(await opened.write(cell)).toEqual([[]]);
    writeFileSync(file, "export const size = 'large';");
    expect(await opened.write(`${cell} `)).toMatchObject([[{ code: "TS2551" }]]);
  });

  it("are those of the latest version when keys come quickly", async () => {
    const opened = frontEnd();
    for (const text of ["c", "co", "con", "cons", "const", "const a: number = '';"]) opened.type(text);
    expect(await opened.write("const a: number = 1;")).toEqual([[]]);
  });

  it("come while a cell runs", async () => {
    const running = client.begin("for (;;) {}");
    await client.waitFor((message) => message.parent_header.msg_id === running.id);
    expect(await frontEnd().write("const a: number = 'x';")).toMatchObject([[{ code: "TS2322" }]]);
    await client.interrupt();
    await running.done;
  });
});

describe("questions about cells", () => {
  it("are answered with the type and documentation of a name", async () => {
    const opened = frontEnd();
    await opened.write("/** How many. */\nconst count = 3;", "count + 1");
    const hover = await opened.ask<Answers["hover"]>(1, { kind: "hover", offset: 2 });
    expect(hover).toEqual({ signature: "const count: 3", documentation: "How many.", start: 0, end: 5 });
    expect(await opened.ask(1, { kind: "hover", offset: 6 })).toBeNull();
  });

  it("are answered in a cell that is not finished", async () => {
    const opened = frontEnd();
    await opened.write("/** Adds.\n * @param b the second */\nfunction add(a: number, b: string) {}", "add(1, ");
    expect(await opened.ask(1, { kind: "signature", offset: 7 })).toEqual({
      label: "add(a: number, b: string): void",
      active: { start: 15, end: 24 },
      documentation: expect.stringMatching(/the second\n\nAdds\./),
      of: 1,
    });
    expect(await opened.ask(1, { kind: "hover", offset: 1 })).toMatchObject({ start: 0, end: 3 });
  });

  it("lead to definitions in other cells and in files", async () => {
    writeFileSync(join(folder, "area.ts"), "\nexport function area(r: number) { return r * r; }");
    const opened = frontEnd();
    await opened.write('import { area } from "./area.ts";\nconst r = 2;', "area(r)");
    expect(await opened.ask(1, { kind: "definition", offset: 5 })).toEqual([{ cell: "c0", start: 40, end: 41 }]);
    expect(await opened.ask(1, { kind: "definition", offset: 1 })).toEqual([{ file: "area.ts", line: 1, column: 16 }]);
  });

  it("find all uses of a name, and not those of another with its spelling", async () => {
    const opened = frontEnd();
    await opened.write("const a = 1;", "a + 1; ((a) => a)(2);", "const a = 'x'; a");
    expect(await opened.ask(0, { kind: "references", offset: 6 })).toEqual([
      { cell: "c0", start: 6, end: 7 },
      { cell: "c1", start: 0, end: 1 },
    ]);
  });

  it("rename a name in all cells, also where it is short for a property", async () => {
    const opened = frontEnd();
    await opened.write("const total = 1;", "const o = { total }; total + o.total;", "const total = 2; total");
    expect(await opened.ask(1, { kind: "renamable", offset: 22 })).toEqual({ start: 21, end: 26, name: "total" });
    const { edits } = await opened.ask<Extract<Answers["rename"], { edits: unknown }>>(1, {
      kind: "rename",
      offset: 22,
      name: "sum",
    });
    expect(opened.after(edits)).toEqual([
      "const sum = 1;",
      "const o = { total: sum }; sum + o.total;",
      "const total = 2; total",
    ]);
  });

  it("say why a name cannot be renamed", async () => {
    const opened = frontEnd();
    await opened.write("const a = 1;", "console.log(a)");
    const problem = (text: string) => ({ problem: expect.stringContaining(text) });
    expect(await opened.ask(0, { kind: "rename", offset: 6, name: "1a" })).toEqual(problem("cannot be a name"));
    expect(await opened.ask(1, { kind: "renamable", offset: 9 })).toEqual(problem("not a name that can be renamed"));
    await opened.write("const a = 1;", "console.log(a");
    expect(await opened.ask(0, { kind: "rename", offset: 6, name: "b" })).toEqual(problem("syntax error"));
  });

  it.each([
    [["const a = 1;", "a"], "class", '"class" is a reserved word'],
    [["const a = 1;", "a"], "await", '"await" is a reserved word'],
    [
      ["const a = 1; function f(b: number) { return a + b; }"],
      "b",
      '"b" already has a meaning in a cell that would change',
    ],
    [["const a = 1;", "function f() { const b = 2; return a * b; }"], "b", "in a cell that would change"],
    [["const a = 1;", "type T = typeof a | Date;"], "Date", "in a cell that would change"],
    [["const a = 1;", "const b = 2;"], "b", '"b" already has a meaning in another cell: choose another name'],
    [["const a = 1;", "fetch('x');"], "fetch", "in another cell"],
  ])("refuse to rename a in %j to %s", async (cells, name, text) => {
    const opened = frontEnd();
    await opened.write(...cells);
    expect(await opened.ask(0, { kind: "rename", offset: 6, name })).toEqual({
      problem: expect.stringContaining(text),
    });
  });

  it("rename to a name that only properties or other scopes have", async () => {
    const opened = frontEnd();
    await opened.write("const a = { b: 1 };", "a.b;", "function f(b: number) { return b; }");
    const renamed = await opened.ask<Extract<Answers["rename"], { edits: unknown }>>(0, {
      kind: "rename",
      offset: 6,
      name: "b",
    });
    expect(opened.after(renamed.edits).slice(0, 2)).toEqual(["const b = { b: 1 };", "b.b;"]);
    const property = await opened.ask<Extract<Answers["rename"], { edits: unknown }>>(1, {
      kind: "rename",
      offset: 2,
      name: "class",
    });
    expect(opened.after(property.edits).slice(0, 2)).toEqual(["const a = { class: 1 };", "a.class;"]);
  });

  it("add a missing import to the cell that needs it, below its commands", async () => {
    const opened = frontEnd();
    const cell = "%check on\n// Reads.\nreadFileSync('a');";
    for (const first of ["const a = 1;", 'import { existsSync } from "node:fs"; existsSync("a");']) {
      await opened.write(first, cell);
      const fixes = await opened.ask<Answers["fixes"]>(1, { kind: "fixes", start: 25, end: 25 });
      const fix = fixes.find(({ title }) => title === 'Add import from "node:fs"');
      expect(opened.after(fix?.edits ?? [])).toEqual([
        first,
        `%check on\n// Reads.\nimport { readFileSync } from "node:fs";\nreadFileSync('a');`,
      ]);
    }
  });

  it("format a cell and leave its commands alone", async () => {
    const opened = frontEnd();
    await opened.write("%who  \nconst  a={b:1}\n  !ls   -l");
    const edits = await opened.ask<Answers["format"]>(0, { kind: "format", tabSize: 2, insertSpaces: true });
    expect(opened.after(edits)).toEqual(["%who  \nconst a = { b: 1 }\n  !ls   -l"]);
  });

  it("give types to show between the code", async () => {
    const opened = frontEnd();
    await opened.write("const a = 'x';", "const b = [a].map((c) => c.length);");
    expect(await opened.ask(1, { kind: "hints" })).toEqual(expect.arrayContaining([{ offset: 7, text: ": number[]" }]));
  });

  it("have no answer for a cell that is not there", async () => {
    const opened = frontEnd();
    await opened.write("1");
    expect(await opened.ask(7, { kind: "hover", offset: 0 })).toBeNull();
  });
});
