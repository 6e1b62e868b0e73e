import { describe, expect, it } from "vitest";
import { sharedClient } from "../support/client.ts";

const client = await sharedClient();
const COUNT = { tsnb: { count: true } };

describe("a reply", () => {
  it.each([
    ["1 + 1"],
    ['console.log("a"); console.error("b"); "c"'],
    ['for (let i = 0; i < 2000; i++) console.log("x".repeat(500));'],
    ['console.log("before"); throw new Error("e");'],
    [""],
  ])("says on request how many messages with output went before it: %s", async (code) => {
    const { reply, messages } = await client.execute(code, {}, COUNT);
    const published = messages.filter(({ header }) => header.msg_type !== "status").length;
    expect(reply.content["tsnb"]).toEqual({ published });
    expect(published).toBeGreaterThan(0);
  });

  it("does not count the state of the cell, which is published again after another request", async () => {
    const { id, done } = client.begin('console.log("begun"); await new Promise(() => {});', {}, COUNT);
    await client.waitFor((message) => message.parent_header.msg_id === id && message.header.msg_type === "stream");
    await client.request("control", "kernel_info_request", {});
    await client.request("control", "interrupt_request", {});
    const { reply, messages } = await done;
    const states = messages.filter(({ content }) => content["execution_state"] === "busy");
    expect(states.length).toBeGreaterThan(1);
    const published = messages.filter(({ header }) => header.msg_type !== "status").length;
    expect(reply.content["tsnb"]).toEqual({ published });
  });

  it("sends nothing about it to other clients", async () => {
    const { reply } = await client.execute("1 + 1");
    expect(reply.content).not.toHaveProperty("tsnb");
  });
});
