import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Client } from "../support/client.ts";

let client: Client;

beforeAll(async () => {
  client = await Client.start();
});

afterAll(async () => {
  await client.stop();
});

describe("100 MB of console output", () => {
  it("arrives complete and in order, and keeps the kernel small", { timeout: 120_000 }, async () => {
    const memory: number[] = [];
    const sampling = setInterval(() => memory.push(client.residentMegabytes()), 200);
    const { stdout, outputs } = await client.execute(
      `const filler = "x".repeat(92);
       for (let i = 0; i < 1_000_000; i++) console.log(String(i).padStart(7, "0") + filler);`,
      {},
    );
    clearInterval(sampling);
    expect(stdout.length).toBe(100_000_000);
    const wanted = createHash("sha256");
    const filler = "x".repeat(92);
    for (let i = 0; i < 1_000_000; i++) wanted.update(`${String(i).padStart(7, "0")}${filler}\n`);
    expect(createHash("sha256").update(stdout).digest("hex")).toBe(wanted.digest("hex"));
    expect(outputs.length).toBeLessThan(5000);
    expect(Math.max(...memory)).toBeLessThan(350);
  });

  it("waits for a client that does not read, and goes on when it does", { timeout: 120_000 }, async () => {
    client.hold(true);
    const { done } = client.begin(`for (let i = 0; i < 400_000; i++) console.log("y".repeat(99));`);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const paced = client.residentMegabytes();
    expect(await client.heartbeat()).toBe("ping");
    client.hold(false);
    expect((await done).stdout.length).toBe(40_000_000);
    expect(paced).toBeLessThan(300);
  });

  it("does not wait for ever for a client that reads only after the reply", { timeout: 120_000 }, async () => {
    client.hold(true);
    const code = `for (let i = 0; i < 400_000; i++) console.log("z".repeat(99));`;
    const { content } = await client.request("shell", "execute_request", { code });
    expect(content["status"]).toBe("ok");
    client.hold(false);
    expect((await client.execute("5 * 5")).result).toBe("25");
  });
});
