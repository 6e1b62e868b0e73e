import { spawn } from "node:child_process";
import { expect, test, vi } from "vitest";
import { ChildProcess, type Ending } from "../../../../src/kernel/protocol/supervision/child-process.ts";

const ignore = (): void => {};

test("a process that has ended leaves no timer that keeps the kernel from ending", async () => {
  const setting = vi.spyOn(globalThis, "setTimeout");
  const clearing = vi.spyOn(globalThis, "clearTimeout");
  const stdio = ["ignore", "pipe", "pipe", "pipe", "pipe", "pipe"] as const;
  const ending = await new Promise<Ending>((onEnd) => {
    const spawned = { process: spawn(process.execPath, ["-e", "process.exit(3)"], { stdio: [...stdio] }), token: "t" };
    const child = new ChildProcess(spawned, {
      onEnd,
      onText: ignore,
      onMessage: ignore,
      onAnswer: ignore,
      onBroken: ignore,
    });
    expect(child.pid).toBeGreaterThan(0);
  });
  expect(ending).toEqual({ code: 3, signal: null, tail: "" });
  const keeping = setting.mock.results.map(({ value }) => value).filter((timer: NodeJS.Timeout) => timer.hasRef());
  expect(keeping).toHaveLength(1);
  expect(clearing.mock.calls.flat()).toEqual(keeping);
});
