import { EventEmitter, once } from "node:events";
import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { RequestQueue } from "../../../src/kernel/protocol/request-queue.ts";

describe("RequestQueue", () => {
  it("runs one job at a time, and aborts waiting jobs after one that returns stop", async () => {
    const queue = new RequestQueue();
    const seen: string[] = [];
    const finished = new EventEmitter();
    const last = once(finished, "last");
    const job = (name: string, end: "continue" | "stop", abortable = true) => ({
      run: async () => {
        seen.push(`${name} begins`);
        await setImmediate();
        seen.push(`${name} ends`);
        finished.emit(name);
        return end;
      },
      ...(abortable ? { abort: () => void seen.push(`${name} aborted`) } : {}),
    });
    queue.add(job("a", "continue"));
    queue.add(job("b", "stop"));
    queue.add(job("c", "continue"));
    queue.add(job("comm", "continue", false));
    queue.add(job("d", "continue"));
    expect(queue.length).toBe(5);
    queue.add(job("last", "continue", false));
    await last;
    expect(seen).toEqual([
      "a begins",
      "a ends",
      "b begins",
      "b ends",
      "c aborted",
      "d aborted",
      "comm begins",
      "comm ends",
      "last begins",
      "last ends",
    ]);
  });

  it("aborts only jobs that waited when it was marked", async () => {
    const seen: string[] = [];
    const queue = new RequestQueue();
    await new Promise<void>((resolve) => {
      const job = (name: string) => ({
        run: async (): Promise<"continue"> => {
          seen.push(`${name} runs`);
          resolve();
          return "continue";
        },
        abort: () => void seen.push(`${name} aborted`),
      });
      queue.add({
        run: async () => {
          await setImmediate();
          queue.mark();
          queue.add(job("late"));
          return "stop";
        },
      });
      queue.add(job("early"));
    });
    expect(seen).toEqual(["early aborted", "late runs"]);
  });
});
