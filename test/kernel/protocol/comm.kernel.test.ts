import { describe, expect, it } from "vitest";
import { type WireMessage, sharedClient } from "../support/client.ts";

const client = await sharedClient();

const OPEN = `
  const { openComm, onComm } = globalThis[Symbol.for("tsnb.kernel")];
  const mine = openComm("sliders", { value: 1 }, { buffers: [new Uint8Array([1, 2, 3])] });
  const heard = [];
  let closedBy = "nobody";
  mine.onMessage = ({ data, buffers }) => {
    heard.push([data, buffers.map((b) => [...b])]);
    console.log("heard", data.value);
  };
  mine.onClose = () => { closedBy = "client" };
  mine.id`;

describe("comms that a cell opens", () => {
  let id = "";

  it("are announced with their data and buffers, and listed", async () => {
    const { outputs, result } = await client.execute(OPEN);
    const open = outputs.find((m) => m.header.msg_type === "comm_open");
    id = String(open?.content["comm_id"]);
    expect(open?.content).toMatchObject({ target_name: "sliders", data: { value: 1 } });
    expect(open?.buffers.map((buffer) => [...buffer])).toEqual([[1, 2, 3]]);
    expect(result).toContain(id);
    expect(await comms()).toEqual({ [id]: { target_name: "sliders" } });
    expect(await comms("other")).toEqual({});
  });

  it("receive the client's messages with buffers, and their prints belong to that message", async () => {
    const sent = say("comm_msg", { comm_id: id, data: { value: 7 } }, [new Uint8Array([9, 8])]);
    const [printed, idle] = await Promise.all([
      client.waitFor((m) => m.parent_header.msg_id === sent && m.header.msg_type === "stream"),
      idleOf(sent),
    ]);
    expect(printed.content["text"]).toBe("heard 7\n");
    expect(idle.content["execution_state"]).toBe("idle");
    expect((await client.execute("JSON.stringify(heard)")).result).toContain('[[{"value":7},[[9,8]]]]');
  });

  it("send messages to the client", async () => {
    const { outputs } = await client.execute(
      `const bytes = new Uint8Array([3, 4, 5]);
       mine.send({ value: 2 }, { buffers: [bytes, new DataView(bytes.buffer, 1, 1), bytes.buffer] })`,
    );
    const message = outputs.find((m) => m.header.msg_type === "comm_msg");
    expect(message?.content).toEqual({ comm_id: id, data: { value: 2 } });
    expect(message?.buffers.map((buffer) => [...buffer])).toEqual([[3, 4, 5], [4], [3, 4, 5]]);
    const { reply } = await client.execute(`mine.send({}, { buffers: ["text" as never] })`);
    expect(reply.content["evalue"]).toContain("a buffer is not an ArrayBuffer");
  });

  it("do not claim the output of a running cell", async () => {
    const { id: cell, done } = client.begin(
      `const usual = mine.onMessage; console.log("before");
       await new Promise((r) => { mine.onMessage = () => { console.log("aside"); setTimeout(r, 10) } });
       mine.onMessage = usual; console.log("after"); console.error("at last"); "result"`,
    );
    await client.waitFor((m) => m.parent_header.msg_id === cell && m.header.msg_type === "stream");
    const sent = say("comm_msg", { comm_id: id, data: {} });
    const { stdout, stderr, result } = await done;
    expect([stdout, stderr, result]).toEqual(["before\nafter\n", "at last\n", "'result'"]);
    await idleOf(sent);
    const aside = client.of(sent).filter((m) => m.header.msg_type === "stream");
    expect(aside.map((m) => m.content["text"])).toEqual(["aside\n"]);
  });

  it("receive messages while a cell waits for them", async () => {
    const { id: cell, done } = client.begin(
      `console.log("waiting"); await new Promise((r) => { mine.onMessage = r }); "moved"`,
    );
    await client.waitFor((m) => m.parent_header.msg_id === cell && m.content["text"] === "waiting\n");
    say("comm_msg", { comm_id: id, data: { value: 3 } });
    expect((await done).result).toMatch(/moved/);
  });

  it("print under their own message later, when no cell runs", async () => {
    await client.execute(
      `mine.onMessage = async () => { console.log("at once"); await new Promise((r) => setTimeout(r, 20)); console.log("later") }`,
    );
    const sent = say("comm_msg", { comm_id: id, data: {} });
    await idleOf(sent);
    const texts = client.of(sent).filter((m) => m.header.msg_type === "stream");
    expect(texts.map((m) => m.content["text"]).join("")).toBe("at once\nlater\n");
  });

  it("are closed by the client", async () => {
    await idleOf(say("comm_close", { comm_id: id, data: {} }));
    expect(await comms()).toEqual({});
    expect((await client.execute("closedBy")).result).toMatch(/client/);
  });

  it("are closed by the cell", async () => {
    const { outputs } = await client.execute(`
      const brief = openComm("brief", {});
      brief.close({ why: "done" });`);
    expect(outputs.map((m) => m.header.msg_type)).toEqual(["comm_open", "comm_close"]);
    expect(outputs[1]?.content["data"]).toEqual({ why: "done" });
    expect(await comms()).toEqual({});
  });

  it("are closed when their process dies", async () => {
    const { outputs } = await client.execute(`openComm("doomed", {});`);
    const doomed = outputs[0]?.content["comm_id"];
    await client.execute(`require("node:child_process").execSync("kill -KILL " + process.pid)`);
    await client.waitFor((m) => m.header.msg_type === "comm_close" && m.content["comm_id"] === doomed);
    expect(await comms()).toEqual({});
  });
});

describe("comms that the client opens", () => {
  it("reach a target that a cell registers just before", async () => {
    const registering = client.begin(`
      const { onComm } = globalThis[Symbol.for("tsnb.kernel")];
      onComm("echo", (comm, { data }) => {
        comm.send({ opened: data });
        comm.onMessage = (said) => comm.send({ echo: said.data });
      });`);
    const opened = say("comm_open", { comm_id: "c1", target_name: "echo", data: { a: 1 } });
    await registering.done;
    await idleOf(opened);
    expect(client.of(opened).find((m) => m.header.msg_type === "comm_msg")?.content).toEqual({
      comm_id: "c1",
      data: { opened: { a: 1 } },
    });
    const said = say("comm_msg", { comm_id: "c1", data: { b: 2 } });
    await idleOf(said);
    expect(client.of(said).find((m) => m.header.msg_type === "comm_msg")?.content["data"]).toEqual({ echo: { b: 2 } });
    expect(await comms("echo")).toEqual({ c1: { target_name: "echo" } });
  });

  it("are closed when the target is not registered", async () => {
    const opened = say("comm_open", { comm_id: "c2", target_name: "nobody", data: {} });
    await idleOf(opened);
    expect(client.of(opened).find((m) => m.header.msg_type === "comm_close")?.content["comm_id"]).toBe("c2");
    expect(await comms("nobody")).toEqual({});
  });

  it("survive a throwing handler, unknown comms and malformed messages", async () => {
    await client.execute(`onComm("thrower", () => { throw new Error("on purpose") })`);
    await idleOf(say("comm_open", { comm_id: "c3", target_name: "thrower", data: {} }));
    await idleOf(say("comm_msg", { comm_id: "never-opened", data: {} }));
    await idleOf(say("comm_close", { comm_id: "never-opened", data: {} }));
    await idleOf(say("comm_open", { comm_id: 5 }));
    await idleOf(say("comm_msg", {}));
    expect((await client.execute("1 + 1")).result).toBe("2");
  });
});

function say(type: string, content: Record<string, unknown>, buffers: Uint8Array[] = []): string {
  return client.send("shell", type, content, { buffers }).id;
}

function idleOf(id: string): Promise<WireMessage> {
  return client.waitFor((m) => m.parent_header.msg_id === id && m.content["execution_state"] === "idle");
}

async function comms(target?: string): Promise<unknown> {
  const { content } = await client.request(
    "shell",
    "comm_info_request",
    target === undefined ? {} : { target_name: target },
  );
  expect(content["status"]).toBe("ok");
  return content["comms"];
}
