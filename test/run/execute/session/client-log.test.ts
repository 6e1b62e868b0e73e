import { expect, it, vi } from "vitest";
import { muteClientLog } from "../../../../src/run/execute/session/client-log.ts";

it("suppresses the client's lines and no others, until the last session has ended", () => {
  const print = vi.spyOn(console, "debug").mockImplementation(() => {});
  const before = console.debug;
  const [one, two] = [muteClientLog(), muteClientLog()];
  console.debug("Starting WebSocket: ws://x");
  console.debug("Kernel: dead (1234)");
  console.debug("mine", 1);
  one();
  one();
  console.debug("Starting WebSocket: ws://y");
  expect(print.mock.calls).toEqual([["mine", 1]]);
  two();
  expect(console.debug).toBe(before);
  print.mockRestore();
});
