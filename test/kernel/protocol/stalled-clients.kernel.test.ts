import { describe, expect, it } from "vitest";
import { sharedClient } from "../support/client.ts";
import { digest, MEGABYTE, print, printed } from "../support/printing.ts";

const client = await sharedClient();

describe("more output than is kept for a client that does not read", () => {
  it("is omitted in one place with one notice, and later cells are complete", async () => {
    client.hold(true);
    const { done, reply } = client.begin(print(320));
    expect((await reply).content["status"]).toBe("ok");
    client.hold(false);
    const { stdout, outputs, messages } = await done;
    expect(outputs.map((m) => m.content["name"]).filter((name) => name === "stderr")).toHaveLength(1);
    expect(outputs.at(-1)?.content["text"]).toContain("left out");
    expect(stdout.length).toBeGreaterThan(256 * MEGABYTE);
    expect(stdout.length).toBeLessThan(300 * MEGABYTE);
    expect(printed(320).startsWith(stdout)).toBe(true);
    expect(messages.at(-1)?.content).toEqual({ execution_state: "idle" });
    expect(digest((await client.execute(print(10))).stdout)).toBe(digest(printed(10)));
  });
});
