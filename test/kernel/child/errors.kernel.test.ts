import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Client, sharedClient } from "../support/client.ts";
import { tracebackOf } from "../support/outputs.ts";
import { sharedFolder } from "../../support/scratch.ts";

const { folder } = sharedFolder();
const helper = join(folder, "helper.ts");
const parser = join(folder, "node_modules", "parser");
mkdirSync(parser, { recursive: true });
writeFileSync(
  join(parser, "index.js"),
  "const parse = (depth) => { if (depth === 0) throw new SyntaxError('the end'); parse(depth - 1) }; exports.parse = parse;",
);

writeFileSync(
  helper,
  `export interface Options { name: string }

/** Comments and types are gone when it runs. */
export function check<T extends Options>(options: T): T {
  if (options.name === "") throw new RangeError("a name is needed");
  return options;
}
`,
);
const client = await sharedClient({ cwd: folder });

/** The places in a traceback, as "call file:line:column". */
function places(traceback: string): string[] {
  return [...traceback.matchAll(/^ +at (.*)\((.+):(\d+):(\d+)\)$/gm)].map(
    ([, call = "", file = "", line = "", column = ""]) =>
      `${call}${file
        .replace(/\[\d+\]/, "[n]")
        .replace(folder, "~")
        .replaceAll("\\", "/")}:${line}:${column}`,
  );
}

describe("an error of a cell", () => {
  it("has the beginning of a very long message", async () => {
    const { reply } = await client.execute("throw new Error('x'.repeat(50_000_000))");
    expect(reply.content["evalue"]).toBe(`${"x".repeat(100_000)}\n... 49900000 more characters`);
  });

  it("has its name, message and the user's frames on their own lines", async () => {
    const run = await client.execute(`import { check } from "./helper.ts";
interface Person { name: string }
const people: Person[] = [{ name: "a" }, { name: "" }];

function all(): void {
  people.forEach((person) => check(person));
}
all();`);
    expect(run.reply.content).toMatchObject({ status: "error", ename: "RangeError", evalue: "a name is needed" });
    const error = run.outputs.find((m) => m.header.msg_type === "error");
    expect(error?.content["traceback"]).toEqual(run.reply.content["traceback"]);
    const traceback = tracebackOf(run);
    expect(places(traceback)).toEqual(["check ~/helper.ts:5:34", "Cell [n]:6:30", "all Cell [n]:6:10", "Cell [n]:8:1"]);
    expect(traceback).toContain(`> 5 |   if (options.name === "") throw new RangeError("a name is needed");`);
    expect(traceback).toContain("  people.forEach((person) => check(person));");
    expect(String(run.reply.content["traceback"])).toContain("\u001B[31m");
  });

  it.each<[string, string, string, string, RegExp]>([
    [
      "a syntax error",
      "const a = 1;\nconst = 2;",
      "SyntaxError",
      "Unexpected token",
      /Cell \[\d+\]:2:7\)\n {2}1 \| const a = 1;\n> 2 \| const = 2;\n {4}\| {7}\^/,
    ],
    [
      "a name declared twice",
      "let q = 1;\nlet q = 2;",
      "SyntaxError",
      "Identifier `q` has already been declared",
      /:2:5/,
    ],
    [
      "an await in the middle",
      "async function f() {\n  await null;\n  null!.x;\n}\nawait f()",
      "TypeError",
      "Cannot read properties of null (reading 'x')",
      /async f[\s\S]*:5:1|f .*:3:9[\s\S]*:5:1/,
    ],
    ["text", "throw 'plain'", "Uncaught string", "'plain'", /Uncaught string/],
    ["null", "throw null", "Uncaught null", "null", /Uncaught null/],
    ["an object", "throw { code: 5 }", "Uncaught object", "{ code: 5 }", /code: 5/],
    [
      "a user's class with fields",
      "class NotFound extends Error { name = 'NotFound'; constructor(readonly id: number) { super('gone') } }\nthrow new NotFound(7)",
      "NotFound",
      "gone",
      /id: 7/,
    ],
    ["a user's class without a name", "class Foo extends Error {}\nthrow new Foo('m')", "Foo", "m", /^Foo: m\n/],
    [
      "a class that extends one with a name",
      "class A1 extends RangeError { name = 'Mine' }\nclass B1 extends A1 {}\nthrow new B1('m')",
      "Mine",
      "m",
      /^Mine: m\n/,
    ],
    ["an error of Node", "new URL('x')", "TypeError", "Invalid URL", /^TypeError: Invalid URL\n/],
    ["a constant assigned to", "const c1 = 1;\nc1 = 2;", "TypeError", "Assignment to constant variable.", /:2:4/],
    ["an unknown name", "\n  notThere", "ReferenceError", "notThere is not defined", /:2:3/],
    [
      "a call at the end of an unknown name",
      "!echo hi\nconst z1 = 1\n%check off\nnotThere()",
      "ReferenceError",
      "notThere is not defined",
      /at \(Cell \[\d+\]:4:1\)/,
    ],
    [
      "a stack overflow",
      "function again(n: number): number {\n  return again(n + 1) + 1;\n}\nagain(0)",
      "RangeError",
      "Maximum call stack size exceeded",
      /and \d+ more times/,
    ],
    [
      "an exit of the process",
      "process.exit(3)",
      "ProcessExit",
      "process.exit(3) was called: the cell stops here, the kernel goes on and all variables are kept",
      /:1:9/,
    ],
  ])("%s", async (_what, code, ename, evalue, traceback) => {
    const run = await client.execute(code);
    expect(run.reply.content).toMatchObject({ status: "error", ename, evalue });
    expect(tracebackOf(run)).toMatch(traceback);
    expect(tracebackOf(run)).not.toMatch(/node:|\/kernel\/child|\/kernel\/cell/);
  });

  it("shows the chain of causes and the errors of an AggregateError", async () => {
    const traceback = tracebackOf(
      await client.execute(`const low = new Error("disk");
const middle = new TypeError("store", { cause: low });
throw new AggregateError([new Error("first"), middle], "both failed", { cause: "text" });`),
    );
    const lines = traceback.split("\n").filter((line) => /^ *(\w*Error\b|Caused|'|Uncaught)/.test(line));
    expect(lines.map((line) => line.trimEnd())).toEqual([
      "AggregateError: both failed",
      "Error 1 of 2:",
      "  Error: first",
      "Error 2 of 2:",
      "  TypeError: store",
      "  Caused by:",
      "    Error: disk",
      "Caused by:",
      "  Uncaught string: 'text'",
    ]);
  });

  it("is finite when its causes form a cycle", async () => {
    const run = await client.execute("const e = new Error('loop'); e.cause = e; throw e");
    expect(run.reply.content).toMatchObject({ evalue: "loop" });
  });

  it.each([
    "get message() { throw new Error('m') }",
    "get name() { throw 5 }",
    "get stack() { throw 5 }",
    "get cause() { throw 5 }",
  ])("is shown although it throws when inspected: %s", async (getter) => {
    const run = await client.execute(`class Bad extends Error { ${getter} }\nthrow new Bad('x')`);
    expect(run.reply.content).toMatchObject({ status: "error" });
  });

  it.each([
    ["const some = async (): Promise<any> => 5; (await some()).foo()", "(intermediate value).foo is not a function"],
    ["const none = async (): Promise<any> => 5; [...(await none())]", "(intermediate value) is not iterable"],
    ["for await (const one of 5 as any) one", "5 is not async iterable"],
    ["const fetch = 5 as any; fetch()", "fetch is not a function"],
    ["(import.meta as any).foo()", "import.meta.foo is not a function"],
    [
      "import { nope } from 'node:path'; nope",
      "The requested module 'node:path' does not provide an export named 'nope'",
    ],
  ])("quotes the source: %s", async (code, evalue) => {
    expect((await client.execute(code)).reply.content).toMatchObject({ status: "error", evalue });
  });

  it("cannot be shown where reading it throws: then the reason is", async () => {
    const run = await client.execute("throw new Proxy({}, { get() { throw new Error('trap') } })");
    const evalue = "An error that cannot be shown, because reading it throws: trap";
    expect(run.reply.content).toMatchObject({ ename: "Error", evalue, traceback: [evalue] });
  });

  it("ends the groups of the console", async () => {
    await client.execute("console.group('one'); console.group('two'); throw new Error('in a group')");
    expect((await client.execute("console.log('flush')")).stdout).toBe("flush\n");
    await client.execute("console.group('kept')");
    expect((await client.execute("console.log('inside'); console.groupEnd()")).stdout).toBe("  inside\n");
  });

  it("has the user's frame below forty calls of a package", async () => {
    const run = await client.execute("const { parse } = require('parser');\nparse(40)");
    expect(run.reply.content).toMatchObject({ ename: "SyntaxError", evalue: "the end" });
    expect(places(tracebackOf(run))).toEqual(["Cell [n]:2:1"]);
  });

  it("of a failed command is the same in each run and has what the command printed", async () => {
    const code = "echo printed; echo failed >&2; exit 3";
    const fails = `(await import("node:child_process")).execSync("${code}", { stdio: "pipe" })`;
    const [once = "", again] = [await client.execute(fails), await client.execute(fails)].map((run) =>
      tracebackOf(run).replaceAll(/\[\d+\]/g, "[n]"),
    );
    expect(again).toBe(once);
    expect(once).toContain("    status: 3\n    signal: null\n    stdout: 'printed\\n'\n    stderr: 'failed\\n'\n");
  });

  it("has a hint where a name of CommonJS has another in ES modules", async () => {
    const run = await client.execute("__dirname");
    expect(run.reply.content).toMatchObject({ ename: "ReferenceError", evalue: "__dirname is not defined" });
    const [, written = ""] = /write (\S+) instead of __dirname$/.exec(tracebackOf(run)) ?? [];
    expect((await client.execute(`${written} === process.cwd()`)).result).toBe("true");
  });

  it("gives err.stack in the user's lines too", async () => {
    const { result } = await client.execute(
      "type A = {\n a: 1 };\nfunction where() { return new Error('x').stack }\nwhere()",
    );
    expect(result).toMatch(/at where \(Cell \[\d+\]:3:27\)/);
    expect(result).toMatch(/at Cell \[\d+\]:4:1/);
    expect(result).not.toMatch(/node:internal|kernel/);
  });
});

describe("Node's warnings", () => {
  it.each<[string, string, string]>([
    ["with a code and a detail", "'own', { code: 'OWN1', detail: 'more' }", "[OWN1] Warning: own\nmore\n"],
    ["about what is outdated", "'old', 'DeprecationWarning', 'OLD1'", "[OLD1] DeprecationWarning: old\n"],
  ])("are the same in each run: %s", async (_what, warning, expected) => {
    expect((await client.execute(`process.emitWarning(${warning}); 0`)).stderr).toBe(expected);
  });

  it("are left to Node where its options ask for it", async () => {
    const own = await Client.start({ env: { NODE_REDIRECT_WARNINGS: "", NODE_OPTIONS: "--disable-warning=OWN1" } });
    const code = "process.emitWarning('own', { code: 'OWN1' }); process.emitWarning('other'); 0";
    const { stderr } = await own.execute(code);
    await own.stop();
    expect(stderr).toMatch(/^\(node:\d+\) Warning: other\n/);
  });

  it("are left out where deprecations are", async () => {
    const code = "process.noDeprecation = true; process.emitWarning('old', 'DeprecationWarning'); 0";
    expect((await client.execute(code)).stderr).toBe("");
    await client.execute("process.noDeprecation = false");
  });
});

describe("errors that nobody awaits", () => {
  it.each<[string, string, string]>([
    ["a timer", "setTimeout(() => {\n  throw new Error('from a timer');\n}, 20)", "from a timer"],
    ["a rejection", "void Promise.reject(new Error('from a promise'))", "from a promise"],
    ["a rejection with text", "void Promise.reject('only text')", "'only text'"],
    [
      "a stream",
      "import { Readable } from 'node:stream';\nnew Readable({ read() { this.destroy(new Error('from a stream')) } }).resume()",
      "from a stream",
    ],
    [
      "an emitter",
      "import { EventEmitter } from 'node:events';\nsetImmediate(() => new EventEmitter().emit('error', new Error('from an emitter')))",
      "from an emitter",
    ],
  ])("are shown as errors of their cell: %s", async (_what, code, evalue) => {
    const { id, reply } = await client.execute(`${code};\n0`);
    expect(reply.content["status"]).toBe("ok");
    const error = await client.waitFor((m) => m.header.msg_type === "error" && m.content["evalue"] === evalue);
    expect(error.parent_header.msg_id).toBe(id);
    expect((await client.execute("1 + 1")).result).toBe("2");
  });

  it("are shown at the cell that started them, not at the running one", async () => {
    const { id } = await client.execute(`const wait = (ms: number) => new Promise((r) => setTimeout(r, ms));
setTimeout(() => { throw new Error("late timer") }, 150);
void wait(170).then(() => { throw new Error("late promise") });
void (async () => { await wait(190); throw new Error("late function") })();
0`);
    const other = await client.execute("await new Promise((r) => setTimeout(r, 400)); 'done'");
    expect(other.outputs.map((m) => m.header.msg_type)).toEqual(["execute_result"]);
    const errors = client.of(id).filter((m) => m.header.msg_type === "error");
    expect(errors.map((m) => m.content["evalue"])).toEqual(["late timer", "late promise", "late function"]);
  });

  it("adds no warning for a promise that a later cell handles", async () => {
    const { id } = await client.execute("const failed = Promise.reject(new Error('handled later'))");
    await client.waitFor((m) => m.parent_header.msg_id === id && m.content["evalue"] === "handled later");
    const handling = "await failed.catch(() => 1); await new Promise((r) => setTimeout(r, 20)); 'on'";
    expect(await client.execute(handling)).toMatchObject({ result: "'on'", stderr: "" });
    expect((await client.execute("process.emitWarning('own'); await new Promise(setImmediate)")).stderr).toBe(
      "Warning: own\n",
    );
  });

  it("are left to the user's handler", async () => {
    await client.execute("const seen: string[] = []; process.on('unhandledRejection', (e) => seen.push(String(e)))");
    await client.execute("void Promise.reject(new Error('handled'))");
    expect((await client.execute("await new Promise((r) => setTimeout(r, 20)); seen")).result).toBe(
      "[ 'Error: handled' ]",
    );
    expect(client.published.some((m) => m.content["evalue"] === "handled")).toBe(false);
    await client.execute("process.removeAllListeners('unhandledRejection')");
  });

  it("are shown once a cell has run a test of node:test", async () => {
    await client.execute("import { test } from 'node:test'; await test('passes', () => {})");
    await client.execute("setTimeout(() => { throw new Error('timer beside tests') }, 5)");
    await client.waitFor((m) => m.content["evalue"] === "timer beside tests");
    await client.execute("void Promise.reject(new Error('promise beside tests'))");
    await client.waitFor((m) => m.content["evalue"] === "promise beside tests");
    const own = "process.once('unhandledRejection', (e) => console.log('saw', String(e)));";
    const { id } = await client.execute(`${own} void Promise.reject(new Error('taken'))`);
    await client.waitFor((m) => m.parent_header.msg_id === id && m.content["text"] === "saw Error: taken\n");
    expect(client.published.some((m) => m.content["evalue"] === "taken")).toBe(false);
    await client.execute("process.removeAllListeners('uncaughtException').removeAllListeners('unhandledRejection')");
  });

  const timer = "setTimeout(() => { throw new Error('late') }, 5)";
  const rejection = "void Promise.reject(new Error('late'))";

  it.each<[string, string, string, string, string]>([
    ["ends the process", "uncaughtException", "process.exit(1)", timer, "ProcessExit"],
    ["ends the process", "unhandledRejection", "process.exit(1)", rejection, "ProcessExit"],
    ["throws", "uncaughtException", "throw new TypeError('handler')", timer, "TypeError"],
    ["throws", "unhandledRejection", "throw new TypeError('handler')", rejection, "TypeError"],
    ["throws", "uncaughtExceptionMonitor", "throw new TypeError('handler')", timer, "TypeError"],
  ])("shows errors of a user's handler that %s: %s", async (_what, event, body, failing, ename) => {
    const handler = `(e: Error) => { console.log('saw', e.message); ${body} }`;
    const { id } = await client.execute(`let kept = 5; process.on('${event}', ${handler}); ${failing}; 0`);
    const of = (key: string, value: string) =>
      client.waitFor((m) => m.parent_header.msg_id === id && m.content[key] === value, `${value} of ${event}`);
    await of("text", "saw late\n");
    await of("ename", ename);
    const after = await client.execute(`process.removeAllListeners('${event}'); kept`);
    expect(after.result).toBe("5");
  });

  it("are shown when cells removed all handlers and the process object", async () => {
    await client.execute("const own = process; process.removeAllListeners(); globalThis.process = undefined as never;");
    await client.execute("setTimeout(() => { throw new Error('no process') }, 5); void Promise.reject('no process')");
    await client.waitFor((m) => m.content["evalue"] === "no process");
    await client.waitFor((m) => m.content["evalue"] === "'no process'");
    expect((await client.execute("globalThis.process = own; 1 + 1")).result).toBe("2");
  });
});

describe("Node's hooks of which a process has one", () => {
  it.each([
    [
      "a domain",
      "import domain from 'node:domain'; import 'node:repl'; domain.create().on('error', (e) => console.log('mine', e.message)).run(() => ",
      ")",
    ],
    ["a callback", "process.setUncaughtExceptionCaptureCallback((e) => console.log('mine', e.message)); ", ""],
  ])("are available to cells: %s", async (_what, before, after) => {
    const own = await Client.start();
    const throwing = "setTimeout(() => { throw new Error('late') }, 5)";
    await own.execute(`${before}${throwing}${after}; 0`);
    await own.waitFor((m) => m.content["text"] === "mine late\n");
    expect((await own.execute("1 + 1")).result).toBe("2");
    await own.stop();
  });
});

it.each(["import('./bad.ts')", "import('./missing.ts')", "import('missing-package')", "require('./bad.ts')"])(
  "an import that fails is printed without the kernel's own calls: %s",
  async (load) => {
    writeFileSync(join(folder, "bad.ts"), "const = 2;\n");
    const run = await client.execute(`try { await ${load} } catch (e) { console.log(e, e.constructor.name) }`);
    expect(run.stdout).toMatch(/Error/);
    expect(run.stdout).not.toMatch(/CellSyntaxError|hooks-thread|dist\//);
  },
);
