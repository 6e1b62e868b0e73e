import { spawnSync } from "node:child_process";
import { closeSync, constants, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Client, type Execution, sharedClient } from "../support/client.ts";
import { sharedFolder } from "../../support/scratch.ts";

const { folder } = sharedFolder();

writeFileSync(join(folder, "helper.ts"), "export function spin(): never {\n  for (;;) {}\n}\n");
const client = await sharedClient({ cwd: folder });
await client.execute("globalThis.kept = 'kept'");

// Each runs for longer than the client's timeout.
const SCENARIOS: [what: string, code: string][] = [
  ["an endless loop", "console.log('on'); while (true) {}"],
  ["a pending await", "console.log('on'); await new Promise(() => {})"],
  ["an endless loop after an await", "await null; console.log('on'); while (true) {}"],
  ["a loop of awaits", "console.log('on'); while (true) await null"],
  ["a loop that catches", "console.log('on'); while (true) { try { while (true) {} } catch {} }"],
  [
    "a timer storm",
    `console.log('on');
     globalThis.storm = setInterval(() => { const end = Date.now() + 200; while (Date.now() < end) {} }, 0);
     await new Promise(() => {})`,
  ],
  ["a regular expression that backtracks", "console.log('on'); /^(a+)+$/.test('a'.repeat(45) + 'b')"],
  ["execSync", `console.log('on'); require("node:child_process").execSync("sleep 600")`],
  ["spawnSync", `console.log('on'); require("node:child_process").spawnSync("sleep", ["600"]); 5`],
  [
    "a command that ignores SIGINT",
    `console.log('on'); require("node:child_process").execSync("trap '' INT; sleep 600")`,
  ],
  ["a loop in a helper file", `import { spin } from "./helper.ts"; console.log('on'); spin()`],
  ["a loop that prints", "console.log('on'); while (true) console.log('x'.repeat(200))"],
  ["a generator", "console.log('on'); function* all() { for (;;) yield 1 } for (const one of all()) {}"],
  ["Atomics.wait", "console.log('on'); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)"],
  [
    "a fetch that never answers",
    `console.log('on');
     const s = require("node:net").createServer(() => {}); await new Promise((r) => s.listen(0, "127.0.0.1", r));
     await fetch("http://127.0.0.1:" + s.address().port)`,
  ],
];

it("ends a cell that is paused in a debugger", async () => {
  await client.execute(`
    const { Worker } = require("node:worker_threads");
    const debug = 'const { Session } = require("node:inspector"); const session = new Session();' +
      'session.connectToMainThread(); setInterval(() => {}, 1000);' +
      'session.post("Debugger.enable", () => require("node:worker_threads").parentPort.postMessage("attached"))';
    const debugging = new Worker(debug, { eval: true });
    await new Promise((resolve) => debugging.once("message", resolve)); 0`);
  const { id, done } = client.begin("console.log('on'); debugger; 'went on'");
  await client.waitFor((m) => m.parent_header.msg_id === id && m.header.msg_type === "stream");
  await client.interrupt();
  expect((await done).reply.content).toMatchObject({ status: "error", ename: "Interrupted" });
  expect((await client.execute("await debugging.terminate(); kept")).result).toBe("'kept'");
});

describe("code that runs on after an interrupt", () => {
  it.each([
    ["a loop that tries again", "while (true) { try { await again() } catch {} await soon() }"],
    ["many functions at once", "await Promise.all([1, 2, 3].map(async () => { for (;;) { await soon(); tries++ } }))"],
  ])("ends: %s", async (_what, code) => {
    await client.execute(`var tries = 0;
      function soon() { return new Promise((resolve) => setTimeout(resolve, 10)) }
      async function again() { tries++; await soon(); throw new Error("again") }`);
    const { id, done } = client.begin(`console.log('on'); ${code}`);
    await running(id);
    await interrupt("message");
    expect((await done).reply.content).toMatchObject({ status: "error" });
    // Wait until `tries` stays the same; if it never does, the test fails by its timeout.
    for (let [before, now] = ["", "0"]; before !== now; ) {
      before = now;
      now = (await client.execute("await new Promise((resolve) => setTimeout(resolve, 400)); tries")).result ?? "";
    }
  });
});

describe.each(["message", "signal"])("interrupt by %s", (way) => {
  it.each(SCENARIOS)("ends %s and keeps the state", async (_what, code) => {
    const { id, done } = client.begin(code);
    await running(id);
    await interrupt(way);
    const { reply, outputs } = await done;
    expect(reply.content).toMatchObject({ status: "error" });
    expect(outputs.filter((m) => m.header.msg_type === "error")).toHaveLength(1);
    await stateIsKept();
  });
});

describe("interrupt", () => {
  it("works twice in a row, and for the next cell too", async () => {
    for (let round = 0; round < 3; round++) {
      const { id, done } = client.begin("console.log('on'); while (true) {}");
      await running(id);
      await Promise.all([client.interrupt(), client.interrupt()]);
      expect((await done).reply.content["status"]).toBe("error");
    }
    await stateIsKept();
  });

  it("does not break printing, however often it hits a print", async () => {
    for (let round = 0; round < 10; round++) {
      const { id, done } = client.begin("console.log('on'); while (true) console.log('x'.repeat(200))");
      await running(id);
      await client.interrupt();
      expect((await done).reply.content["status"]).toBe("error");
      expect(
        (await client.execute("console.log('still'); console.error('here')")).outputs.map((m) => m.content),
      ).toEqual([
        { name: "stdout", text: "still\n" },
        { name: "stderr", text: "here\n" },
      ]);
    }
  });

  it("that arrives before the cell starts leaves nothing running", async () => {
    for (let round = 0; round < 5; round++) {
      const { done } = client.begin("while (true) {}");
      await client.interrupt();
      expect(["error", "aborted"]).toContain((await stopped(done)).reply.content["status"]);
      await stateIsKept();
    }
  });

  it("affects neither an idle kernel nor the next cell", async () => {
    await client.interrupt();
    await client.interrupt();
    expect((await client.execute("await new Promise((r) => setTimeout(r, 300)); 'undisturbed'")).result).toMatch(
      /undisturbed/,
    );
  });

  it.each([
    ["an await", "await new Promise(() => {})"],
    ["a command whose failure the cell ignores", `require("node:child_process").spawnSync("sleep", ["600"]); 5`],
  ])("aborts the cells that wait for %s", async (_what, code) => {
    const { id, done } = client.begin(`console.log("on"); ${code}`);
    const behind = client.begin("1");
    await running(id);
    await client.interrupt();
    const { reply, result } = await done;
    expect(reply.content).toMatchObject({ status: "error", ename: "Interrupted" });
    expect(result).toBeUndefined();
    expect((await behind.done).reply.content["status"]).toBe("aborted");
  });

  it("ends a loop in a timer that outlived its cell", async () => {
    // The file makes sure that the cell has ended before its loop begins, however long its reply takes.
    const go = join(folder, "go");
    await client.execute(`const looping = setInterval(() => {
      if (!require("node:fs").existsSync(${JSON.stringify(go)})) return;
      clearInterval(looping); console.log("looping"); while (true) {} }, 5)`);
    writeFileSync(go, "");
    await client.waitFor((m) => String(m.content["text"]).includes("looping"));
    const { done } = client.begin("'later'");
    await client.interrupt();
    expect(["ok", "error"]).toContain((await done).reply.content["status"]);
    await stateIsKept();
  });

  it("ends a process that is stuck in native code on the second time, and says so", async () => {
    const other = await Client.start();
    const fifo = join(folder, "fifo");
    spawnSync("mkfifo", [fifo]);
    const { id, done } = other.begin(`require("node:fs").readFileSync(${JSON.stringify(fifo)})`);
    const writer = await openForReader(fifo);
    await other.interrupt();
    await other.waitFor((m) => m.parent_header.msg_id === id && String(m.content["text"]).includes("native code"));
    await other.interrupt();
    expect((await done).reply.content).toMatchObject({
      ename: "ProcessDied",
      evalue: expect.stringContaining("variables are lost"),
    });
    expect((await other.execute("1 + 1")).result).toBe("2");
    closeSync(writer);
    await other.stop();
  });

  it("keeps the state of a process that is in native code for some seconds", async () => {
    const code = `console.log("on"); require("node:crypto").pbkdf2Sync("a", "b", 3_000_000, 64, "sha512"); "computed"`;
    const { id, done } = client.begin(code);
    await running(id);
    await client.interrupt();
    expect((await done).reply.content["status"]).toBe("error");
    await stateIsKept();
  });

  it("is reported as an interrupt, without a stack frame of the kernel", async () => {
    const { id, done } = client.begin("console.log('on'); while (true) {}");
    await running(id);
    await client.interrupt();
    const { reply } = await done;
    expect(reply.content["ename"]).toMatch(/interrupt/i);
    expect(JSON.stringify(reply.content["traceback"])).not.toMatch(/dist\/kernel/);
  });
});

// The first interrupt may have come before the cell began; so interrupt it again until it ends.
async function stopped(done: Promise<Execution>): Promise<Execution> {
  const timer = setInterval(() => void client.interrupt(), 500);
  return done.finally(() => clearInterval(timer));
}

// A pipe can be opened for writing without blocking only while it has a reader.
async function openForReader(fifo: string): Promise<number> {
  for (;;) {
    try {
      return openSync(fifo, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENXIO")) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

async function running(id: string): Promise<void> {
  await client.waitFor((m) => m.parent_header.msg_id === id && String(m.content["text"]).startsWith("on"));
}

async function interrupt(way: string): Promise<void> {
  const accepted = way === "signal" ? client.process.kill("SIGINT") : (await client.interrupt()).content["status"];
  expect(accepted).toBe(way === "signal" ? true : "ok");
}

async function stateIsKept(): Promise<void> {
  const after: Execution = await client.execute("clearInterval(globalThis.storm); globalThis.kept");
  expect(after.reply.content).toMatchObject({ status: "ok" });
  expect(after.result).toMatch(/kept/);
}
