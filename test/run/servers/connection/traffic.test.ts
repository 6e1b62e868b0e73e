import type { KernelMessage } from "@jupyterlab/services";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { JsonObject } from "../../../../src/jupyter/json.ts";
import { Traffic } from "../../../../src/run/servers/connection/traffic.ts";
import { createMessage } from "../../../../src/jupyter/message.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** A cell that failed with this error, on a kernel that answers questions if `answers`; each process has a session. */
function failed(ename: string, answers: "always" | "never" | "as another") {
  const request = createMessage("run", "execute_request", { code: "x" });
  const message = (type: string, content: JsonObject, [channel, session]: readonly [string, string]) => {
    const { buffers: _, ...made } = createMessage(session, type, content, { parent: request });
    return asIncoming({ ...made, channel });
  };
  const lost: string[] = [];
  let asked = 0;
  const traffic = new Traffic(
    ({ kind }) => lost.push(kind),
    () => Promise.resolve(undefined),
    () => {
      asked += 1;
      const session = answers === "always" ? "kernel" : "other";
      if (answers !== "never") traffic.received(message("kernel_info_reply", { status: "ok" }, ["control", session]));
    },
  );
  traffic.sent(asIncoming({ ...request, channel: "shell" }));
  traffic.received(message("status", { execution_state: "busy" }, ["iopub", "kernel"]));
  traffic.received(message("execute_reply", { status: "error", ename, evalue: "" }, ["shell", "kernel"]));
  traffic.received(message("status", { execution_state: "idle" }, ["iopub", "kernel"]));
  return {
    isComplete: () => Promise.race([traffic.isComplete(), Promise.resolve("it waits")]),
    asked: () => asked,
    lost,
  };
}

// The client's message types are those of the whole protocol.
function asIncoming(message: object): KernelMessage.IMessage {
  if (!isMessage(message)) throw new TypeError("not a message");
  return message;
}

function isMessage(message: object): message is KernelMessage.IMessage {
  return "header" in message && "channel" in message;
}

describe("a cell whose error is named", () => {
  it.each(["InterruptedError", "InterruptError", "UserInterrupt", "Error"])(
    "%s ends at once, without a question to the kernel",
    async (name) => {
      const { isComplete, asked } = failed(name, "always");
      await vi.advanceTimersByTimeAsync(0);
      expect(await isComplete()).toBe(true);
      await vi.advanceTimersByTimeAsync(20_000);
      expect(asked()).toBe(0);
    },
  );

  it.each(["KeyboardInterrupt", "Interrupted", "InterruptException"])(
    "%s ends once the same kernel has answered twice",
    async (name) => {
      const { isComplete, asked } = failed(name, "always");
      await vi.advanceTimersByTimeAsync(4999);
      expect(await isComplete()).toBe("it waits");
      await vi.advanceTimersByTimeAsync(1);
      expect(await isComplete()).toBe(true);
      await vi.advanceTimersByTimeAsync(20_000);
      expect(asked()).toBe(2);
    },
  );

  it("KeyboardInterrupt ends after ten seconds on a kernel that does not answer", async () => {
    const { isComplete } = failed("KeyboardInterrupt", "never");
    await vi.advanceTimersByTimeAsync(9999);
    expect(await isComplete()).toBe("it waits");
    await vi.advanceTimersByTimeAsync(1);
    expect(await isComplete()).toBe(true);
  });

  it("KeyboardInterrupt loses the kernel when another one answers", async () => {
    const { isComplete, lost } = failed("KeyboardInterrupt", "as another");
    await vi.advanceTimersByTimeAsync(2500);
    expect({ isComplete: await isComplete(), lost }).toEqual({ isComplete: false, lost: ["kernel"] });
  });
});
