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

  it("says nothing of it to other clients", async () => {
    const { reply } = await client.execute("1 + 1");
    expect(reply.content).not.toHaveProperty("tsnb");
  });
});
