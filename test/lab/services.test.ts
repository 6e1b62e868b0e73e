import { type Kernel, KernelMessage } from "@jupyterlab/services";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { isAlive, survivors } from "../support/alive.ts";
import { type Run, ServedKernel } from "./support/served-kernel.ts";

let served: ServedKernel;
let kernel: Kernel.IKernelConnection;
const execute = (...args: Parameters<ServedKernel["execute"]>): Promise<Run> => served.execute(...args);
const result = (code: string): Promise<unknown> => served.result(code);

beforeAll(async () => {
  served = await ServedKernel.start(inject("venv"));
  ({ kernel } = served);
});

afterAll(() => served.stop());

describe("a kernel behind a Jupyter server, driven by JupyterLab's own client", () => {
  it("identifies itself", async () => {
    const { implementation, language_info: language, status } = await kernel.info;
    expect({ implementation, status, language: language.name }).toEqual({
      implementation: "tsnb",
      status: "ok",
      language: "typescript",
    });
    expect((await kernel.spec)?.display_name).toBe("TypeScript (tsnb)");
  });

  it("streams, shows, updates and gives results, in order", async () => {
    const { reply, outputs } = await execute(`
      import { display, update } from "tsnb/display";
      console.log("out"); console.error("err");
      await display("one", { id: "named" }); await update("named", "two");
      40 + 2`);
    expect(reply).toMatchObject({ status: "ok", user_expressions: {} });
    expect(outputs).toMatchObject([
      ["stream", { name: "stdout", text: "out\n" }],
      ["stream", { name: "stderr", text: "err\n" }],
      ["display_data", { data: { "text/plain": "'one'" }, transient: { display_id: "named" } }],
      ["update_display_data", { data: { "text/plain": "'two'" }, transient: { display_id: "named" } }],
      ["execute_result", { data: { "text/plain": "42" }, execution_count: reply.execution_count }],
    ]);
  });

  it("sends an update to the cell that shows the display", async () => {
    const future = kernel.requestExecute({ code: `await display("before", { id: "elsewhere" })` }, false);
    const shown: unknown[] = [];
    const updated = new Promise<void>((resolve) => {
      future.onIOPub = ({ header, content }) => {
        if ("data" in content) shown.push(content.data);
        if (header.msg_type === "update_display_data") resolve();
      };
    });
    await future.done;
    await execute(`await update("elsewhere", "after")`);
    await updated;
    expect(shown).toEqual([{ "text/plain": "'before'" }, { "text/plain": "'after'" }]);
    future.dispose();
  });

  it("reports an error with its traceback", async () => {
    const { reply, outputs } = await execute("const a = 1;\nthrow new RangeError('too far')");
    expect(reply).toMatchObject({ status: "error", ename: "RangeError", evalue: "too far" });
    expect(outputs).toEqual([["error", expect.objectContaining({ ename: "RangeError", evalue: "too far" })]]);
    expect(JSON.stringify(outputs)).toMatch(/throw new RangeError/);
  });

  it("aborts the cells behind an error, but not without stop_on_error", async () => {
    const cells = ["throw new Error('first')", "globalThis.ran = 2", "globalThis.ran = 3"];
    const runs = await Promise.all(cells.map((code) => execute(code, { stop_on_error: true })));
    expect(runs.map(({ reply }) => reply.status)).toEqual(["error", "aborted", "aborted"]);
    expect(await result("globalThis.ran ?? 'none'")).toEqual({ "text/plain": "'none'" });
    const others = await Promise.all(cells.slice(0, 2).map((code) => execute(code, { stop_on_error: false })));
    expect(others.map(({ reply }) => reply.status)).toEqual(["error", "ok"]);
  });

  it("is silent, keeps no history and evaluates expressions when asked to", async () => {
    expect((await execute("globalThis.quiet = 1; 5", { silent: true })).outputs).toEqual([]);
    const { reply } = await execute("globalThis.quiet += 1", {
      store_history: false,
      user_expressions: { now: "quiet" },
    });
    expect(reply).toMatchObject({ user_expressions: { now: { status: "ok", data: { "text/plain": "2" } } } });
  });

  it("asks for input and takes the answer", async () => {
    const { future, done } = served.begin(`"hello " + (await input("Who? ", { password: true }))`, {
      allow_stdin: true,
    });
    const asked = await new Promise<KernelMessage.IInputRequestMsg>((resolve) => {
      future.onStdin = (message) => {
        if (KernelMessage.isInputRequestMsg(message)) resolve(message);
      };
    });
    expect(asked.content).toEqual({ prompt: "Who? ", password: true });
    future.sendInputReply({ status: "ok", value: "Ada" }, asked.header);
    expect((await done).result).toEqual({ "text/plain": "'hello Ada'" });
  });

  it("opens a comm, and receives and sends messages on it", async () => {
    const heard: unknown[] = [];
    let closed: (() => void) | undefined;
    const closing = new Promise<void>((resolve) => {
      closed = resolve;
    });
    kernel.registerCommTarget("sliders", (comm, { content }) => {
      heard.push(content.data);
      comm.onMsg = ({ content: said, buffers }) => {
        heard.push(
          said.data,
          buffers?.map((buffer) => [...bytesOf(buffer)]),
        );
        comm.send({ value: 7 }, undefined, [new Uint8Array([9]).buffer]);
      };
      comm.onClose = () => closed?.();
    });
    const answer = await execute(`
      const { openComm, onComm } = globalThis[Symbol.for("tsnb.kernel")];
      const slider = openComm("sliders", { value: 1 });
      const answered = new Promise((resolve) => {
        slider.onMessage = ({ data, buffers }) => resolve(JSON.stringify([data, buffers.map((b) => [...b])]));
      });
      slider.send({ value: 2 }, { buffers: [new Uint8Array([3])] });
      const answer = await answered; slider.close({}); answer`);
    await closing;
    expect(heard).toEqual([{ value: 1 }, { value: 2 }, [[3]]]);
    expect(answer.result).toEqual({ "text/plain": `'[{"value":7},[[9]]]'` });
  });

  it("accepts a comm that the client opens", async () => {
    await execute(`onComm("echo", (comm, { data }) => {
      comm.send({ opened: data });
      comm.onMessage = (said) => comm.send({ echo: said.data });
    })`);
    const comm = kernel.createComm("echo");
    const heard: unknown[] = [];
    const echoed = new Promise<void>((resolve) => {
      comm.onMsg = ({ content }) => {
        heard.push(content.data);
        if (heard.length === 2) resolve();
      };
    });
    await comm.open({ a: 1 }).done;
    comm.send({ b: 2 });
    await echoed;
    expect(heard).toEqual([{ opened: { a: 1 } }, { echo: { b: 2 } }]);
    const { content } = await kernel.requestCommInfo({ target_name: "echo" });
    expect(content).toMatchObject({ comms: { [comm.commId]: { target_name: "echo" } } });
    await comm.close().done;
    expect((await kernel.requestCommInfo({ target_name: "echo" })).content).toMatchObject({ comms: {} });
  });

  it("completes and inspects, with offsets as JupyterLab counts them", async () => {
    await execute("/** Adds. */\nfunction add(a: number, b: number) { return a + b }\nconst person = { born: 1815 };");
    // The client counts UTF-16 units, the protocol code points; JupyterLab converts them, and so does this test.
    const code = "'😀'; person.bo";
    const { content } = await kernel.requestComplete({ code, cursor_pos: Array.from(code).length });
    expect(content).toMatchObject({ status: "ok", matches: ["born"], cursor_start: 12, cursor_end: 14 });
    const inspected = await kernel.requestInspect({ code: "add(1, 2)", cursor_pos: 2, detail_level: 0 });
    expect(inspected.content).toMatchObject({ status: "ok", found: true });
    expect(JSON.stringify(inspected.content)).toMatch(/a: number, b: number.*Adds\./);
  });

  it("answers requests for its history and for the completeness of code", async () => {
    await execute("'remembered' + 1");
    const { content } = await kernel.requestHistory({ hist_access_type: "tail", n: 1, output: true, raw: true });
    expect(content).toMatchObject({
      status: "ok",
      history: [[expect.any(Number), expect.any(Number), ["'remembered' + 1", "'remembered1'"]]],
    });
    const statuses = await Promise.all(
      ["1 + 1", "function f() {", "let x = )"].map(async (code) => (await kernel.requestIsComplete({ code })).content),
    );
    expect(statuses).toEqual([{ status: "complete" }, { status: "incomplete", indent: "  " }, { status: "invalid" }]);
  });

  it.each([
    ["a busy loop", "while (true) {}"],
    ["an await", "await new Promise(() => {})"],
  ])("is interrupted in %s and keeps its state", async (_what, code) => {
    await execute("globalThis.kept = 'kept'");
    const { done } = await served.running(code);
    await kernel.interrupt();
    expect((await done).reply).toMatchObject({ status: "error", ename: "Interrupted" });
    expect(await result("kept")).toEqual({ "text/plain": "'kept'" });
  });

  it("delivers 20 MB of output complete and in order", async () => {
    const { stdout } = await execute("for (let i = 0; i < 20_000; i++) console.log(String(i).padEnd(999, 'x'))");
    let expected = "";
    for (let i = 0; i < 20_000; i++) expected += `${String(i).padEnd(999, "x")}\n`;
    expect(stdout === expected).toBe(true);
  });

  it("continues when the process of its cells dies", async () => {
    const { reply } = await execute(
      "require('node:child_process').execSync('kill -SEGV ' + process.pid); await new Promise(() => {})",
    );
    expect(reply).toMatchObject({ status: "error", ename: "ProcessDied" });
    expect(await result("1 + 1")).toEqual({ "text/plain": "2" });
  });

  it("starts again on restart", async () => {
    await execute("globalThis.before = 1");
    await kernel.restart();
    expect(await result("typeof globalThis.before")).toEqual({ "text/plain": "'undefined'" });
  });

  it("is gone after shutdown, and its processes with it", async () => {
    const { stdout } = await execute("console.log(process.pid, process.ppid)");
    const pids = stdout.trim().split(" ").map(Number);
    expect(pids.map(isAlive)).toEqual([true, true]);
    await kernel.shutdown();
    await served.manager.refreshRunning();
    expect([...served.manager.running()]).toEqual([]);
    expect(await survivors(pids)).toEqual([]);
  });
});

function bytesOf(buffer: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(buffer)
    ? new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
    : new Uint8Array(buffer);
}
