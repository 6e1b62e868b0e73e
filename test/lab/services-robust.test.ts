import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { survivors } from "../support/alive.ts";
import { ServedKernel } from "./support/served-kernel.ts";

let served: ServedKernel;

beforeAll(async () => {
  served = await ServedKernel.start(inject("venv"), { env: { NODE_OPTIONS: "--max-old-space-size=200" } });
});

afterAll(() => served.stop());

const kept = () => served.result("globalThis.kept ?? 'lost'");

describe("a kernel behind a Jupyter server", () => {
  it.each([
    ["process.exit", "process.exit(3)", "ProcessExit"],
    ["process.abort", "process.abort()", "ProcessExit"],
    ["a stack overflow", "function down(): number { return 1 + down() } down()", "RangeError"],
  ])("survives %s with its state", async (_what, code, ename) => {
    await served.execute("globalThis.kept = 'kept'");
    expect((await served.execute(code)).reply).toMatchObject({ status: "error", ename });
    expect(await kept()).toEqual({ "text/plain": "'kept'" });
  });

  it("shows a value whose display throws as text, with the reason", async () => {
    const shown = await served.result("({ [Symbol.for('Jupyter.display')]() { throw new TypeError('no') } })");
    expect(shown).toEqual({ "text/plain": expect.stringMatching(/shown as text: .*no$/) });
  });

  it.each([
    ["a loop", "while (true) {}", /^Interrupted$/],
    ["a regular expression that backtracks", "/^(a+)+$/.test('a'.repeat(45) + 'b')", /^Interrupted$/],
    ["execSync", "require('node:child_process').execSync('sleep 60')", /^(Interrupted|Error)$/],
    ["spawnSync", "require('node:child_process').spawnSync('sleep', ['60']); 5", /^Interrupted$/],
    ["printing", "while (true) console.log('x'.repeat(200))", /^Interrupted$/],
    ["an await", "await new Promise(() => {})", /^Interrupted$/],
  ])("is stopped in %s, twice in a row, and keeps its state", async (_what, code, ename) => {
    await served.execute("globalThis.kept = 'kept'");
    for (let round = 0; round < 2; round++) {
      const { done } = await served.running(code);
      await served.kernel.interrupt();
      const { reply, result } = await done;
      expect(reply).toMatchObject({ status: "error", ename: expect.stringMatching(ename) });
      expect(result).toBeUndefined();
      expect(await kept()).toEqual({ "text/plain": "'kept'" });
    }
  });

  it("is interrupted once by two presses of Stop", async () => {
    const { done } = await served.running("while (true) {}");
    await Promise.all([served.kernel.interrupt(), served.kernel.interrupt()]);
    const { reply, outputs } = await done;
    expect(reply).toMatchObject({ ename: "Interrupted" });
    expect(outputs.filter(([type]) => type === "error")).toHaveLength(1);
    expect(await served.result("1 + 1")).toEqual({ "text/plain": "2" });
  });

  it("answers while a cell is busy", async () => {
    const { kernel } = served;
    await served.result("const person = { born: 1815 };");
    await kernel.requestComplete({ code: "person.bo", cursor_pos: 9 });
    // The cell never ends by itself, so an answer shows that it did not wait for the cell.
    const { done } = await served.running("while (true) {}");
    expect((await kernel.requestComplete({ code: "person.bo", cursor_pos: 9 })).content).toMatchObject({
      matches: ["born"],
    });
    const inspected = await kernel.requestInspect({ code: "person", cursor_pos: 2, detail_level: 0 });
    expect(JSON.stringify(inspected.content)).toContain("born: number");
    expect((await kernel.requestIsComplete({ code: "1" })).content).toEqual({ status: "complete" });
    expect((await kernel.requestKernelInfo())?.content).toMatchObject({ status: "ok", implementation: "tsnb" });
    expect((await kernel.requestCommInfo({})).content).toMatchObject({ status: "ok", comms: {} });
    await kernel.interrupt();
    expect((await done).reply).toMatchObject({ ename: "Interrupted" });
  });

  it("reports that it ran out of memory, and starts over", async () => {
    await served.execute("globalThis.kept = 'kept'");
    const { reply } = await served.execute("const all: object[] = []; while (true) all.push({ n: [all.length] })");
    expect(reply).toMatchObject({ status: "error", ename: "ProcessDied", evalue: expect.stringContaining("memory") });
    expect(await kept()).toEqual({ "text/plain": "'lost'" });
  });

  it("delivers 100 MB of output complete and in order", async () => {
    const { stdout } = await served.execute(
      "for (let i = 0; i < 100_000; i++) console.log(String(i).padEnd(999, 'x'))",
    );
    let expected = "";
    for (let i = 0; i < 100_000; i++) expected += `${String(i).padEnd(999, "x")}\n`;
    expect(stdout.length).toBe(100_000_000);
    expect(stdout === expected).toBe(true);
  });

  it("keeps working when a cell has changed and frozen prototypes", async () => {
    await served.result(`Object.defineProperty(Object.prototype, "type", { get() { return "p" }, set() { throw 1 } });
      Object.freeze(Array.prototype); Map.prototype.get = () => { throw 1 }; 1`);
    expect(await served.result("[1, 2].length")).toEqual({ "text/plain": "2" });
    expect((await served.execute("throw new RangeError('own')")).reply).toMatchObject({ ename: "RangeError" });
    const { done } = await served.running("while (true) {}");
    await served.kernel.interrupt();
    expect((await done).reply).toMatchObject({ ename: "Interrupted" });
  });
});

it("a kernel whose server was killed in the middle of a loop leaves no process", async () => {
  const own = await ServedKernel.start(inject("venv"));
  const { stdout } = await own.execute("console.log(process.pid, process.ppid)");
  await own.running("while (true) {}");
  await own.crash();
  const pids = stdout.trim().split(" ").map(Number);
  expect(pids).toHaveLength(2);
  expect(await survivors(pids)).toEqual([]);
});
