import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { isAlive } from "../../support/alive.ts";
import { scratch } from "../../support/scratch.ts";
import { Client } from "../support/client.ts";
import { tracebackOf } from "../support/outputs.ts";

let client: Client;

async function resultOf(cell: string): Promise<string> {
  const run = await client.execute(cell);
  return run.result ?? stripVTControlCharacters(tracebackOf(run));
}

describe("where a cell changes what all others need", () => {
  let cells: number;

  beforeAll(async () => {
    client = await Client.start();
  });

  beforeEach(async () => {
    cells = Number((await client.execute("let state = 42; console.log(process.pid)")).stdout);
  });

  // The next test needs cells as they are at first. In some tests, their process has ended already.
  afterEach(async () => {
    const from = client.published.length;
    if (!isAlive(cells)) return;
    process.kill(cells, "SIGKILL");
    await client.waitFor((m) => m.content["ename"] === "ProcessDied" && client.published.indexOf(m) >= from);
  });

  afterAll(() => client.stop());

  describe("the link of the process of the cells", () => {
    it.each([
      // Sometimes Node.js aborts first, when something else has reused the descriptor.
      ["closes a descriptor of it", "require('node:fs').closeSync(1)", /closed a file descriptor|SIGABRT/],
      ["writes into it", "require('node:fs').writeSync(3, 'x'.repeat(100))", /wrote into a file descriptor/],
      ["writes JSON into it", "require('node:fs').writeSync(3, '\\n\\n\\n\\n{}')", /wrote into a file descriptor/],
    ])("is closed when a cell %s", async (_what, cell, evalue) => {
      const { reply } = await client.execute(cell);
      expect(reply.content).toMatchObject({ ename: "ProcessDied", evalue: expect.stringMatching(evalue) });
      expect(await resultOf("typeof state")).toBe("'undefined'");
    });
  });

  describe("later cells run after a cell", () => {
    it.each([
      ["gives every object the parts of a descriptor", "Object.prototype.get = () => 1; Object.prototype.value = 9; 0"],
      ["replaces the iterator of arrays", "Array.prototype[Symbol.iterator] = function* () { throw 8 }; 0"],
      ["replaces the matching of strings", "RegExp.prototype.exec = () => { throw 1 }; 0"],
      [
        "replaces the reading of bytes",
        "DataView.prototype.getUint32 = DataView.prototype.getUint8 = () => 7; TextDecoder.prototype.decode = () => '{'; JSON.parse = () => { throw 1 }; 0",
      ],
      ["freezes its own JSON", "JSON.stringify = () => { throw 1 }; Object.freeze(JSON); 0"],
      ["replaces the cutting of bytes", "ArrayBuffer.prototype.slice = () => { throw 1 }; 0"],
      ["replaces what timers can", "Object.getPrototypeOf(setTimeout(() => {}, 1)).unref = () => { throw 1 }; 0"],
      ["makes a promise of everything", "(Object as any).prototype.then = () => {}; 0"],
      ["gives everything a look as JSON", "(Object as any).prototype.toJSON = Array.prototype.toJSON = () => 'x'; 0"],
      [
        "deletes all globals",
        "for (const k of Object.getOwnPropertyNames(globalThis)) { try { delete globalThis[k] } catch {} } 0",
      ],
    ])("%s", async (_what, cell) => {
      expect(await resultOf(cell)).toBe("0");
      expect(await resultOf("state")).toBe("42");
      expect(await resultOf("let after = [state]\nafter")).toBe("[ 42 ]");
      // A string longer than one chunk of the link.
      expect(await resultOf(`"${"x".repeat(70_000)}".length`)).toBe("70000");
      expect(await resultOf("throw 'thrown'")).toContain("Uncaught string: 'thrown'");
    });
  });

  describe("after a cell gave every object a then method", () => {
    it.each([
      [
        "as it says itself",
        "({ [Symbol.for('Jupyter.display')]: async () => ({ 'text/plain': 'shown' }) })",
        "text/plain",
      ],
      ["as a picture", "new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0])", "image/png"],
      ["as a chart", "({ $schema: 'https://vega.github.io/schema/vega-lite/v5.json', mark: 'bar' })", "image/svg+xml"],
    ])("a value is shown %s", async (_what, value, type) => {
      await client.execute("const then = () => {}; (Object as any).prototype.then = then; 0");
      const { outputs } = await client.execute(value);
      expect(outputs[0]?.content["data"]).toHaveProperty([type]);
      expect(await resultOf("(Object as any).prototype.then === then")).toBe("true");
    });

    it("values are shown at the same time", async () => {
      const bare = "{ __proto__: null, 'text/plain': name }";
      await client.execute(
        `import { display } from "tsnb/display"; (Object as any).prototype.then = () => {};
       const shown = (name: string, ms: number) => ({ [Symbol.for("Jupyter.display")]: () => new Promise((r) => setTimeout(r, ms, ${bare})) }); 0`,
      );
      const kernel = 'globalThis[Symbol.for("tsnb.kernel")]';
      expect(await resultOf(`void ${kernel}.bundle(shown("first", 10)); shown("second", 60)`)).toBe("second");
    });
  });
});

it("cells run where built-ins had methods of any name before the start", async () => {
  const folder = scratch({ "preload.cjs": 'Array.prototype["fantasy-land/map"] = Array.prototype.map;' });
  const preload = join(folder, "preload.cjs");
  const other = await Client.start({ env: { NODE_OPTIONS: `--require ${JSON.stringify(preload)}` } });
  for (let count = 0; count < 20; count++) expect((await other.execute(`${count} + 1`)).result).toBe(`${count + 1}`);
  await other.stop();
});

describe("where cells do no more than what goes wrong in them", () => {
  beforeAll(async () => {
    client = await Client.start();
  });

  beforeEach(async () => {
    await client.execute("let state = 42");
  });

  afterAll(() => client.stop());

  describe("state is kept when a cell", () => {
    it("tries to end the kernel's own process", async () => {
      const { reply } = await client.execute("process.kill(process.ppid)");
      expect(reply.content).toMatchObject({ ename: "ProcessExit", evalue: expect.stringContaining("process.ppid") });
      expect(await resultOf("state")).toBe("42");
    });

    it("is nested too deeply for the parser", async () => {
      const { reply } = await client.execute(`${"[".repeat(20_000)}${"]".repeat(20_000)}`);
      expect(reply.content).toMatchObject({
        ename: "SyntaxError",
        evalue: expect.stringContaining("nested too deeply"),
      });
      expect(await resultOf("state")).toBe("42");
    });
  });

  describe("values", () => {
    it("are shown when they are proxies that throw from every trap", async () => {
      const shown = await resultOf("new Proxy({ a: 1 }, new Proxy({}, { get() { throw new Error('trap') } }))");
      // Node 26 adds `Proxy(…)` around it.
      expect(shown.replace(/^Proxy\((.*)\)$/, "$1")).toBe("{ a: 1 }");
      expect(await resultOf("const p = Proxy.revocable({}, {}); p.revoke(); p.proxy")).toBe("<Revoked Proxy>");
    });

    it("that are nested too deeply for Jupyter are an error of the cell", async () => {
      const nested = (depth: number): string =>
        `let deep: unknown = 1; for (let n = 0; n < ${depth}; n++) deep = { a: deep, text: "]}\\"" };
       ({ [Symbol.for("Jupyter.display")]: () => ({ "application/json": deep, "text/plain": "shown" }) })`;
      expect(await resultOf(nested(500))).toBe("shown");
      for (const depth of [501, 3000])
        expect(await resultOf(nested(depth))).toContain("nested more than 500 levels deep");
      expect(await resultOf("state")).toBe("42");
    });

    it("that fail to show themselves are text with the reason", async () => {
      expect(await resultOf("({ toSpec() { throw new Error('spec') } })")).toBe(
        "{ toSpec: [Function: toSpec] }\n... shown as text: spec",
      );
    });
  });

  describe("outputs", () => {
    it("that are not JSON are omitted with a notice", async () => {
      const cell = 'import { display } from "tsnb/display"; await display(1, { id: 10n as never }); state';
      const run = await client.execute(cell);
      expect(run.stderr).toContain("output left out here: Do not know how to serialize a BigInt");
      expect(run.result).toBe("42");
    });
  });

  describe("the output stream", () => {
    it("can end a pipeline, and stays open after it", async () => {
      const cell = `import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
await pipeline(Readable.from(["a", "b"]), process.stdout);
console.log("c");`;
      expect((await client.execute(cell)).stdout).toBe("abc\n");
      expect((await client.execute("console.log('d')")).stdout).toBe("d\n");
    });
  });

  describe("errors", () => {
    it("of a disposal are shown with the error before it", async () => {
      const cell = "using r = { [Symbol.dispose]() { throw new Error('disposal') } }; throw new Error('body')";
      expect(await resultOf(cell)).toMatch(
        /^SuppressedError[^]*Thrown last:\n +Error: disposal[^]*Thrown before:\n +Error: body/,
      );
    });
  });

  describe("names", () => {
    it("that were forgotten and declared again are seen by functions written in between", async () => {
      await client.execute("const late = 1");
      await client.execute("%reset");
      await client.execute("const see = () => late");
      expect(await resultOf("see()")).toContain("late is not defined");
      await client.execute("const late = 2");
      expect(await resultOf("see()")).toBe("2");
    });
  });
});

describe("what cells do to the language", () => {
  const SPOILED: [what: string, code: string][] = [
    ["a frozen globalThis", "Object.freeze(globalThis)"],
    [
      "frozen built-ins",
      "for (const o of [Object, Array, Promise, Map, Set, Error, Function, JSON]) { Object.freeze(o); Object.freeze((o as any).prototype) }",
    ],
    [
      "a polluted Object.prototype",
      "Object.defineProperty(Object.prototype, 'type', { get() { return 'polluted' }, set() { throw new Error('p') }, configurable: true }); (Object.prototype as any).cell = 7; (Object.prototype as any).then = undefined",
    ],
    [
      "a polluted Array.prototype",
      "(Array.prototype as any).extra = 'x'; Array.prototype.map = () => { throw new Error('map') }; Array.prototype.filter = () => []; Array.prototype[Symbol.iterator] = function* () {}",
    ],
    [
      "a broken JSON and Promise",
      "JSON.stringify = () => { throw new Error('json') }; globalThis.Promise = null as any",
    ],
    [
      "broken Buffers and typed arrays",
      "Buffer.from = () => { throw new Error('from') }; (globalThis as any).Uint8Array = null; (globalThis as any).TextEncoder = null; (globalThis as any).Buffer = null",
    ],
    [
      "a broken process",
      "process.stdout.write = () => { throw new Error('w') }; process.nextTick = () => {}; process.emit = () => false; (globalThis as any).process = null",
    ],
    [
      "broken timers and microtasks",
      "globalThis.setTimeout = globalThis.setImmediate = (() => {}) as any; globalThis.queueMicrotask = () => {}",
    ],
    [
      "a broken fs",
      "const fs = require('node:fs'); fs.writeSync = () => { throw new Error('fs') }; fs.writeFileSync = fs.readFileSync = () => { throw new Error('fs') }",
    ],
    ["listeners removed", "process.removeAllListeners()"],
    ["an Error that lies", "Error.prepareStackTrace = () => { throw new Error('p') }; Error.stackTraceLimit = 0"],
    ["its own console", "globalThis.console = { log() {} } as any"],
    ["Function.prototype.call replaced", "Function.prototype.call = function () { throw new Error('call') }"],
    // Node.js itself emits its events with Function.prototype.apply.
    ["Function.prototype.apply replaced", "Function.prototype.apply = function () { throw new Error('apply') }"],
    [
      "Symbol.for and Reflect replaced",
      "Symbol.for = (() => Symbol()) as any; Reflect.apply = Reflect.get = () => { throw new Error('reflect') }",
    ],
  ];

  it.each(SPOILED)("keeps the kernel running: %s", async (_what, code) => {
    const other = await Client.start();
    await other.execute(code);
    const { reply, result } = await other.execute("1 + 1");
    expect(reply.content).toMatchObject({ status: "ok" });
    expect(result).toBe("2");
    expect((await other.execute("throw 5")).reply.content["status"]).toBe("error");
    const { id, done } = other.begin("while (true) {}");
    await other.waitFor((m) => m.parent_header.msg_id === id && m.header.msg_type === "execute_input");
    await other.interrupt();
    expect((await done).reply.content["status"]).toBe("error");
    expect(await other.shutdown()).toBe(0);
  });
});
