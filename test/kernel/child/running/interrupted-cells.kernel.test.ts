import { describe, expect, it } from "vitest";
import { sharedClient } from "../../support/client.ts";
import { tracebackOf } from "../../support/outputs.ts";

const client = await sharedClient();

async function resultOf(cell: string): Promise<string | undefined> {
  const run = await client.execute(cell);
  expect(tracebackOf(run)).toBe("");
  return run.result;
}

describe("an interrupted cell", () => {
  it("does not resume when its awaited value arrives", async () => {
    const code = `const ticks1: number[] = [];
async function forever() { for (;;) { ticks1.push(1); console.log("tick"); await new Promise((r) => setTimeout(r, 20)) } }
await forever();`;
    const { id, done } = client.begin(code);
    await client.waitFor((m) => m.parent_header.msg_id === id && m.header.msg_type === "stream");
    await client.interrupt();
    expect((await done).reply.content).toMatchObject({ status: "error", ename: "Interrupted" });
    const counted = await resultOf(
      "const counted = ticks1.length; await new Promise((r) => setTimeout(r, 150)); ticks1.length - counted",
    );
    expect(counted).toBe("0");
  });

  it("begins no further round of a loop over asynchronous values", async () => {
    const code = `const rounds: number[] = []; let closed = false;
async function* endless() { try { for (;;) { await new Promise((r) => setTimeout(r, 20)); yield 1 } } finally { closed = true } }
for await (const one of endless()) { rounds.push(one); console.log("round"); }`;
    const { id, done } = client.begin(code);
    await client.waitFor((m) => m.parent_header.msg_id === id && m.header.msg_type === "stream");
    await client.interrupt();
    expect((await done).reply.content).toMatchObject({ status: "error", ename: "Interrupted" });
    const counted = await resultOf(
      "const before = rounds.length; await new Promise((r) => setTimeout(r, 150)); [rounds.length - before, closed]",
    );
    expect(counted).toBe("[ 0, true ]");
  });

  it.each([
    ["waits", "await new Promise(() => {})"],
    ["computes", "while (true) {}"],
  ])("that %s disposes of its resources", async (_what, forever) => {
    await client.execute(
      "const released: string[] = []; const hold = (n: string) => ({ [Symbol.dispose]() { released.push(n) } });",
    );
    const { id, done } = client.begin(
      `using held = hold("first"); await using other = hold("second"); console.log("on"); ${forever}`,
    );
    await client.waitFor((m) => m.parent_header.msg_id === id && m.header.msg_type === "stream");
    await client.interrupt();
    expect((await done).reply.content).toMatchObject({ status: "error", ename: "Interrupted" });
    expect(await resultOf("while (released.length < 2) await new Promise((r) => setTimeout(r, 10)); released")).toBe(
      "[ 'second', 'first' ]",
    );
  });

  it("reaches its own end before its resources are disposed of, once", async () => {
    await client.execute("const said: string[] = []; const ended = new Promise((r) => { globalThis.endNow = r });");
    const { id, done } = client.begin(
      `using held = { async [Symbol.dispose]() { said.push("let go"); endNow() } }; console.log("on");
       try { for (;;) await new Promise((r) => setTimeout(r, 20)) } finally { said.push("finally") }`,
    );
    await client.waitFor((m) => m.parent_header.msg_id === id && m.header.msg_type === "stream");
    await client.interrupt();
    await done;
    expect(await resultOf("await ended; await new Promise((r) => setTimeout(r, 700)); said")).toBe(
      "[ 'finally', 'let go' ]",
    );
  });

  it("is the one that its resources print to, where Node knows it", async () => {
    const follows = await resultOf("Number(globalThis.process.versions.node.split('.')[0]) >= 24");
    const { id, done } = client.begin(
      `using held = { [Symbol.dispose]() { console.log("let go") } }; console.log("on"); await new Promise(() => {})`,
    );
    await client.waitFor((m) => m.parent_header.msg_id === id && m.header.msg_type === "stream");
    await client.interrupt();
    await done;
    const later = client.execute("await new Promise((r) => setTimeout(r, 800))");
    const letGo = await client.waitFor(({ content }) => content["text"] === "let go\n");
    expect(String(letGo.parent_header.msg_id === id)).toBe(follows);
    await later;
  });

  it("leaves work of earlier cells alone where Node can distinguish it", async () => {
    const follows = await resultOf("Number(globalThis.process.versions.node.split('.')[0]) >= 22");
    await client.execute(
      "let beats = 0; const heart = (async () => { for (;;) { beats++; await new Promise((r) => setTimeout(r, 10)) } })(); 0",
    );
    const { id, done } = client.begin("console.log('on'); await new Promise(() => {})");
    await client.waitFor((m) => m.parent_header.msg_id === id && m.header.msg_type === "stream");
    await client.interrupt();
    await done;
    const grown = await resultOf("const b0 = beats; await new Promise((r) => setTimeout(r, 100)); beats > b0");
    expect(grown).toBe(follows);
  });
});
