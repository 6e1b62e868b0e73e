import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Dealer } from "zeromq";
import { Client, sharedClient } from "../../support/client.ts";

const client = await sharedClient();
await client.execute("globalThis.kept = 'kept'");

describe("cells cannot take the kernel down", () => {
  it.each([
    ["process.exit", "process.exit(3)"],
    ["process.exit after an await", "await null; process.exit()"],
    ["process.reallyExit", "(process as any).reallyExit(1)"],
    ["process.abort", "process.abort()"],
    ["a signal to itself", "process.kill(process.pid, 'SIGTERM')"],
    ["a stack overflow", "function down(): number { return 1 + down() } down()"],
    ["a stack overflow in a getter", "({ get a(): any { return this.a } }).a"],
    ["a thrown undefined", "throw undefined"],
    ["a thrown null-prototype object", "throw Object.create(null)"],
    [
      "a thrown proxy that throws",
      "throw new Proxy({}, { get() { throw new Error('trap') }, ownKeys() { throw new Error('trap') } })",
    ],
    [
      "an error whose stack throws",
      "const e = new Error('x'); Object.defineProperty(e, 'stack', { get() { throw new Error('no stack') } }); throw e",
    ],
    [
      "an error whose message throws",
      "const e2 = new Error('x'); Object.defineProperty(e2, 'message', { get() { throw new Error('no message') } }); throw e2",
    ],
    [
      "an error whose name is not a string",
      "const e3 = new Error('x'); (e3 as any).name = { toString() { throw 1 } }; throw e3",
    ],
    ["an error that causes itself", "const e4: any = new Error('x'); e4.cause = e4; throw e4"],
  ])("with %s: the cell gets an error and the state is kept", async (_what, code) => {
    const { reply, outputs } = await client.execute(code);
    expect(reply.content).toMatchObject({ status: "error", ename: expect.any(String), evalue: expect.any(String) });
    expect(reply.content["ename"]).not.toBe("ProcessDied");
    expect(outputs.filter((m) => m.header.msg_type === "error")).toHaveLength(1);
    await stateIsKept();
  });

  it.each([
    ["a getter that throws", "({ get broken() { throw new Error('in a getter') }, fine: 1 })"],
    [
      "an inspector that throws",
      "({ [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('in inspect') } })",
    ],
    ["a display that throws", "({ [Symbol.for('Jupyter.display')]() { throw new Error('in display') } })"],
    ["a display that rejects", "({ async [Symbol.for('Jupyter.display')]() { throw new Error('in display') } })"],
    ["a display that gives nonsense", "({ [Symbol.for('Jupyter.display')]() { return 5 } })"],
    [
      "a display with a bigint",
      "({ [Symbol.for('Jupyter.display')]() { return { 'application/json': { n: 10n } } } })",
    ],
    [
      "a display with a circle",
      "const c: any = {}; c.c = c; ({ [Symbol.for('Jupyter.display')]() { return { 'application/json': c } } })",
    ],
    ["a toSpec that throws", "({ toSpec() { throw new Error('in toSpec') } })"],
    ["a toJSON that throws", "({ toJSON() { throw new Error('in toJSON') } })"],
    ["a proxy whose every trap throws", "new Proxy({}, new Proxy({}, { get() { throw new Error('trap') } }))"],
    ["a revoked proxy", "const r = Proxy.revocable({}, {}); r.revoke(); r.proxy"],
    ["a value without a prototype", "Object.create(null)"],
    ["a circular value", "const self: any = { list: [] }; self.list.push(self); self"],
    ["a very long array", "new Array(5_000_000).fill(7)"],
    ["a very deep object", "let deep: any = {}; for (let i = 0; i < 100_000; i++) deep = { deep }; deep"],
    ["a very long text", "'x'.repeat(30_000_000)"],
  ])("by showing %s", async (_what, code) => {
    const { reply } = await client.execute(code);
    expect(reply.content["ename"]).not.toBe("ProcessDied");
    await stateIsKept();
  });

  it.each([
    ["an exception in a timer", "setTimeout(() => { throw new TypeError('late trouble') }, 10); 1", "late trouble"],
    ["a rejection that nobody handles", "Promise.reject(new TypeError('nobody cares')); 1", "nobody cares"],
    [
      "an error event",
      "const emitter = new (require('node:events'))(); setTimeout(() => emitter.emit('error', new Error('from an emitter')), 10); 1",
      "from an emitter",
    ],
    ["a stream that fails", "require('node:fs').createReadStream('/nowhere/at/all'); 1", "ENOENT"],
  ])("with %s: it is shown at that cell", async (_what, code, said) => {
    const { id, reply } = await client.execute(code);
    expect(reply.content["status"]).toBe("ok");
    const error = await client.waitFor((m) => m.parent_header.msg_id === id && m.header.msg_type === "error");
    expect(error.content["evalue"]).toContain(said);
    expect(JSON.stringify(error.content["traceback"])).not.toContain("dist/kernel");
    await stateIsKept();
  });

  it("with 10,000 promises that never settle", async () => {
    const { result } = await client.execute(
      "const never = Array.from({ length: 10_000 }, () => new Promise(() => {})); never.length",
    );
    expect(result).toBe("10000");
    await stateIsKept();
  });

  it("with 10,000 rejections at once", async () => {
    const { result } = await client.execute(
      "for (let i = 0; i < 10_000; i++) void Promise.reject(new Error('r' + i)); 1",
    );
    expect(result).toBe("1");
    await stateIsKept();
  });
});

describe("a process that no longer answers", () => {
  // Windows has no named pipe that blocks until its other end is opened.
  it.skipIf(process.platform === "win32")("is replaced and reported when it is interrupted twice", async () => {
    const other = await Client.start();
    const pipe = join(other.folder, "pipe");
    spawnSync("mkfifo", [pipe]);
    // A native call that never returns: nothing opens the other end of the pipe.
    const code = `console.log("now"); require("node:fs").openSync(${JSON.stringify(pipe)}, "r")`;
    const { id, done } = other.begin(code);
    await other.waitFor((m) => m.parent_header.msg_id === id && m.content["text"] === "now\n");
    await other.interrupt();
    await other.waitFor(
      (m) => m.parent_header.msg_id === id && String(m.content["text"]).includes("again ends its process"),
    );
    await other.interrupt();
    expect((await done).reply.content["status"]).toBe("error");
    expect((await other.execute("3 * 3")).result).toBe("9");
    await other.stop();
  });
});

it("the heartbeat answers after a message that is no request, such as one for an earlier kernel on its port", async () => {
  const stray = new Dealer({ linger: 0, receiveTimeout: 60_000 });
  stray.connect(`tcp://127.0.0.1:${client.connection.hb_port}`);
  await stray.send("x");
  expect(String(await stray.receive())).toBe("x");
  stray.close();
  expect(await client.heartbeat()).toBe("ping");
  await stateIsKept();
});

async function stateIsKept(): Promise<void> {
  const { result, reply } = await client.execute("globalThis.kept");
  expect(reply.content).toMatchObject({ status: "ok" });
  expect(result).toMatch(/kept/);
}
