import { spawn } from "node:child_process";
import { describe, expect, it } from "vitest";
import { descendantsOf } from "../../../src/kernel/process/descendants.ts";

// Windows has no sh, and nothing is found there.
describe.skipIf(process.platform === "win32")("descendantsOf", () => {
  it("finds children and their children", async () => {
    const shell = spawn("sh", ["-c", "sleep 60 & echo $!; wait"], { stdio: ["ignore", "pipe", "ignore"] });
    const sleeper = await new Promise<number>((resolve) => {
      shell.stdout.once("data", (chunk: Buffer) => resolve(Number(String(chunk))));
    });
    const found = await descendantsOf(process.pid);
    expect(found).toContain(shell.pid);
    expect(found).toContain(sleeper);
    expect(found).not.toContain(process.pid);
    process.kill(sleeper);
    await new Promise((resolve) => shell.once("exit", resolve));
  });
});
