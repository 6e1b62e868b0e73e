import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sharedClient } from "../support/client.ts";
import { digest, print, printed, standstill } from "../support/printing.ts";
import { sharedFolder } from "../../support/scratch.ts";

const { folder } = sharedFolder();

const client = await sharedClient();

describe("100 MB of console output", () => {
  it("arrive complete and in order, with little memory", async () => {
    const memory: number[] = [];
    const sampling = setInterval(() => memory.push(client.residentMegabytes()), 200);
    const { stdout, outputs } = await client.execute(print(100, { line: 100 }));
    clearInterval(sampling);
    expect(digest(stdout)).toBe(digest(printed(100, { line: 100 })));
    expect(outputs.length).toBeLessThan(5000);
    expect(Math.max(...memory)).toBeLessThan(350);
  });

  it("wait for a slow client, and continue when it reads", async () => {
    const progress = join(folder, "progress");
    const { id, done } = client.begin(print(100, { progress }));
    await client.waitFor((m) => m.parent_header.msg_id === id && m.header.msg_type === "stream");
    client.hold(true);
    expect(await standstill(progress)).toBeLessThan(60);
    expect(client.residentMegabytes()).toBeLessThan(300);
    expect(await client.heartbeat()).toBe("ping");
    client.hold(false);
    expect(digest((await done).stdout)).toBe(digest(printed(100)));
  });

  it("are kept for a client that reads only after the reply", async () => {
    client.hold(true);
    const { id, done, reply } = client.begin(print(100));
    expect((await reply).content["status"]).toBe("ok");
    expect(client.of(id).length).toBeLessThan(10);
    client.hold(false);
    const { stdout, stderr, messages } = await done;
    expect(digest(stdout)).toBe(digest(printed(100)));
    expect(stderr).toBe("");
    expect(messages.at(-1)?.content).toEqual({ execution_state: "idle" });
  });
});
