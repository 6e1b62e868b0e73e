import { describe, expect, it } from "vitest";
import { isAlive, survivors } from "../../../support/alive.ts";
import { Client, sharedClient } from "../../support/client.ts";

const client = await sharedClient();

describe("a process of cells that ends", () => {
  it.each([
    [
      "SIGSEGV",
      `require("node:child_process").execSync("kill -SEGV " + process.pid); await new Promise(() => {})`,
      /SIGSEGV/,
    ],
    [
      "SIGKILL",
      `require("node:child_process").execSync("kill -KILL " + process.pid); await new Promise(() => {})`,
      /SIGKILL/,
    ],
    [
      "SIGABRT",
      `require("node:child_process").execSync("kill -ABRT " + process.pid); await new Promise(() => {})`,
      /SIGABRT/,
    ],
  ])("by %s is reported, and the next cell runs", { timeout: 100_000 }, async (_how, code, said) => {
    await client.execute("globalThis.state = 'there'");
    const { reply, outputs } = await client.execute(`console.log("printed before"); ${code}`);
    expect(reply.content).toMatchObject({ status: "error", ename: "ProcessDied" });
    expect(reply.content["evalue"]).toMatch(said);
    expect(reply.content["evalue"]).toMatch(/variables are lost/);
    expect(outputs[0]?.content["text"]).toContain("printed before");
    expect(outputs.filter((m) => m.header.msg_type === "error")).toHaveLength(1);
    expect((await client.execute("globalThis.state ?? 'gone'")).result).toMatch(/gone/);
  });

  it("because memory ran out is reported as such", { timeout: 120_000 }, async () => {
    const small = await Client.start({ env: { NODE_OPTIONS: "--max-old-space-size=128" } });
    const { reply } = await small.execute("const all: object[] = []; while (true) all.push({ n: [all.length] })");
    expect(reply.content).toMatchObject({ ename: "ProcessDied", evalue: expect.stringMatching(/memory/) });
    expect((await small.execute("typeof all")).result).toMatch(/undefined/);
    await small.stop();
  });

  it("aborts the cells after it", async () => {
    const dying = client.begin(
      `require("node:child_process").execSync("kill -KILL " + process.pid); await new Promise(() => {})`,
    );
    const behind = client.begin("1");
    await dying.done;
    expect((await behind.done).reply.content["status"]).toBe("aborted");
  });

  it("after its cell had finished is shown at that cell", async () => {
    const { id, reply } = await client.execute(
      `setTimeout(() => require("node:child_process").execSync("kill -SEGV " + process.pid), 50); "fine"`,
    );
    expect(reply.content["status"]).toBe("ok");
    const error = await client.waitFor((m) => m.parent_header.msg_id === id && m.header.msg_type === "error");
    expect(error.content).toMatchObject({ ename: "ProcessDied", evalue: expect.stringContaining("SIGSEGV") });
    expect((await client.execute("2 + 2")).result).toBe("4");
  });

  it("keeps the execution count", async () => {
    const before = Number((await client.execute("1")).reply.content["execution_count"]);
    await client.execute(
      `require("node:child_process").execSync("kill -KILL " + process.pid); await new Promise(() => {})`,
    );
    const after = Number((await client.execute("1")).reply.content["execution_count"]);
    expect(after).toBe(before + 2);
  });

  it("ends all processes that it started", async () => {
    const { stdout } = await client.execute(`
      const sleeper = require("node:child_process").spawn("sleep", ["300"], { stdio: "ignore" });
      console.log(sleeper.pid);`);
    const pid = Number(stdout);
    expect(isAlive(pid)).toBe(true);
    await client.execute(
      `require("node:child_process").execSync("kill -KILL " + process.pid); await new Promise(() => {})`,
    );
    expect(await survivors([pid])).toEqual([]);
  });
});
