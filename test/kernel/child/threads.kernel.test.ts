import { describe, expect, it } from "vitest";
import { sharedClient } from "../support/client.ts";
import { tracebackOf } from "../support/outputs.ts";
import { sharedFolder } from "../../support/scratch.ts";

const { folder: project, write } = sharedFolder();

const DOUBLE = `import { times } from "@lib/times"; import { two } from "hidden"; enum Extra { None = 0 }
  export async function double(n: number): Promise<number> {
    const { one } = await import("hidden");
    return times(n, two) * one + Extra.None;
  }\n`;
const ANSWER = `import { double } from "./lib/double"; import { parentPort, workerData } from "node:worker_threads";
  parentPort!.postMessage(await double(workerData as number));\n`;

write("tsconfig.json", JSON.stringify({ compilerOptions: { paths: { "@lib/*": ["./lib/*"] } } }));
write("lib/times.ts", "export const times = (a: number, b: number): number => a * b;\n");
write("lib/double.ts", DOUBLE);
write("node_modules/hidden/package.json", '{ "name": "hidden" }');
write("node_modules/hidden/index.js", "for (const [i, name] of ['one', 'two'].entries()) exports[name] = i + 1;");
write("worker.ts", ANSWER);
write("worker.mts", ANSWER);
write(
  "worker.cts",
  `const { parentPort, workerData } = require("node:worker_threads"); const n: number = workerData;
   import("./lib/double").then(async ({ double }) => parentPort.postMessage(await double(n)));`,
);
write(
  "outer.ts",
  `import { parentPort, Worker, workerData } from "node:worker_threads";
   const inner: Worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData });
   inner.on("message", (n: number) => parentPort!.postMessage(n));\n`,
);
write(
  "start.ts",
  `import { Worker } from "node:worker_threads";
   export const start = (n: number): Worker => new Worker(new URL("./worker.ts", import.meta.url), { workerData: n });\n`,
);
write(
  "forked.ts",
  `import { double } from "./lib/double"; const n: number = Number(process.argv[2] ?? 4);
   process.send!(await double(n)); process.disconnect();\n`,
);
write("wrong.ts", "interface Shape {\n  sides: number;\n}\n\nthrow new Error('wrong');\n");
write("forked.js", "process.send(require('hidden').two); process.disconnect();");
const client = await sharedClient({ cwd: project });
await client.execute(`import * as threads from "node:worker_threads"; import { fork } from "node:child_process";
  const { Worker } = threads;
  const said = (one) => new Promise((yes, no) => { one.on("message", yes); one.on("error", no); });`);

describe("TypeScript is loaded as in cells", () => {
  it.each([
    ["a worker, by URL", "said(new Worker(new URL('./worker.ts', import.meta.url), { workerData: 4 }))", "8"],
    ["a worker, by path", "said(new Worker('./worker.ts', { workerData: 5 }))", "10"],
    ["a worker of .mts", "said(new Worker('./worker.mts', { workerData: 6 }))", "12"],
    ["a worker of .cts", "said(new Worker('./worker.cts', { workerData: 7 }))", "14"],
    ["a worker from require", "said(new (require('worker_threads').Worker)('./worker.ts', { workerData: 8 }))", "16"],
    ["a worker of a worker", "said(new Worker('./outer.ts', { workerData: 9 }))", "18"],
    ["a worker from a helper file", "said((await import('./start.ts')).start(10))", "20"],
    ["a worker with flags", "said(new Worker('./worker.ts', { workerData: 11, execArgv: ['--no-warnings'] }))", "22"],
    ["a process", "said(fork('./forked.ts'))", "8"],
    ["a process with arguments", "said(fork('./forked.ts', ['13']))", "26"],
    ["a process with options", "said(fork('./forked.ts', { silent: true }))", "8"],
    ["a process with both", "said(fork('./forked.ts', ['14'], { silent: true }))", "28"],
    ["a process from require", "said(require('child_process').fork('./forked.ts'))", "8"],
    ["a process of JavaScript", "said(fork('./forked.js'))", "2"],
  ])("by %s", async (_what, code, expected) => {
    const run = await client.execute(`await ${code}`);
    expect(tracebackOf(run)).toBe("");
    expect(run.result).toBe(expected);
  });
});

it("shows the line of a worker's error as it was written", async () => {
  const traceback = tracebackOf(await client.execute("await said(new Worker('./wrong.ts'))"));
  expect(traceback).toContain("Error: wrong");
  expect(traceback).toContain("> 5 | throw new Error('wrong');");
});

it("names the missing file of a worker", async () => {
  const run = await client.execute("await said(new Worker('./no-worker.ts'))");
  expect(run.reply.content["evalue"]).toContain("no-worker.ts");
});

it("is loaded as in cells by a worker made from a string, or fails clearly where this Node cannot", async () => {
  const text = `import("./lib/double.ts").then(({ double }) => double(12)).then((n) => require("worker_threads").parentPort.postMessage(n))`;
  const run = await client.execute(`await said(new Worker(${JSON.stringify(text)}, { eval: true }))`);
  const canLoad = (await client.execute("typeof require('module').registerHooks")).result === "'function'";
  expect(run.result ?? String(run.reply.content["evalue"])).toMatch(canLoad ? /^24$/ : /Unknown file extension "\.ts"/);
});

it("does not change other workers", async () => {
  const code =
    "const w = new Worker('./worker.ts', { workerData: 1 }); [w instanceof Worker, w.constructor.name, await said(w)]";
  expect((await client.execute(code)).result).toBe("[ true, 'Worker', 2 ]");
});
