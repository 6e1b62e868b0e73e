import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { sharedClient } from "../support/client.ts";

const client = await sharedClient();

function open(): string {
  const id = randomUUID();
  client.send("shell", "comm_open", { comm_id: id, target_name: "tsnb.live", data: { protocol: 1, extension: "0" } });
  return id;
}

describe("the comm of a front end", () => {
  it("is welcomed, also while a cell runs", async () => {
    const running = client.begin("await new Promise((resolve) => setTimeout(resolve, 60_000))");
    await client.waitFor((message) => message.parent_header.msg_id === running.id);
    const id = open();
    const welcome = await client.waitFor((m) => m.header.msg_type === "comm_msg" && m.content["comm_id"] === id);
    expect(welcome.content["data"]).toMatchObject({
      type: "welcome",
      protocol: 1,
      kernel: expect.stringMatching(/^\d/),
    });
    await client.interrupt();
    await running.done;
  });

  it("is listed until it is closed", async () => {
    const id = open();
    const listed = async (): Promise<unknown> =>
      (await client.request("shell", "comm_info_request", { target_name: "tsnb.live" })).content["comms"];
    expect(await listed()).toHaveProperty([id], { target_name: "tsnb.live" });
    client.send("shell", "comm_close", { comm_id: id, data: {} });
    expect(await listed()).not.toHaveProperty([id]);
  });
});
