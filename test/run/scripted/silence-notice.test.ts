import { afterEach, expect, it, vi } from "vitest";
import type { RunEvent } from "../../../src/run/index.ts";
import { BUSY, IDLE, run, stream } from "../support/scripted-messages.ts";

vi.mock("../../../src/run/transport/kernel-process.ts", () => import("../support/scripted-channel.ts"));
vi.mock("../../../src/jupyter/client-channels.ts", () => import("../support/scripted-channel.ts"));

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

it.each([
  ["busy", [BUSY, stream("a"), ["until", "interrupt"]]],
  ["idle", [BUSY, stream("a"), IDLE, ["until", "interrupt"]]],
] as const)(
  "a kernel that falls silent while %s is reported after a minute, and then less often",
  async (state, steps) => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"], shouldAdvanceTime: true });
    const stop = new AbortController();
    const silences: RunEvent[] = [];
    const onEvent = (event: RunEvent): void => {
      if (event.type === "output") setImmediate(() => vi.advanceTimersByTime(121_000));
      if (event.type !== "silent") return;
      silences.push(event);
      if (silences.length === 2) stop.abort();
    };
    const { ran } = await run([steps], { timeout: 0, signal: stop.signal, onEvent });
    const cell = { index: 0, number: 1, id: "cell-0", heading: undefined };
    expect(silences).toMatchObject([
      { label: ran.label, cell, seconds: 60, state, limit: undefined },
      { label: ran.label, cell, seconds: 120, state, limit: undefined },
    ]);
    expect(ran.status).toBe("cancelled");
  },
);
