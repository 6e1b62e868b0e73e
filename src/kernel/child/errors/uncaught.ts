import type { Attribution } from "../attribution.ts";
import { Interrupted } from "../interrupts.ts";
import type { ChildLink } from "../link.ts";
import { reportOf } from "./report.ts";
import type { Sources } from "./sources.ts";

/** Shows what timers, streams and forgotten promises throw as errors of the cell that started them. */
export function watchUncaught(link: ChildLink, attribution: Attribution, sources: Sources): void {
  const show = (error: unknown): void => {
    if (error instanceof Interrupted) return;
    link.send({ type: "async-error", cell: attribution.cell, ...reportOf(error, sources) });
  };
  process.setUncaughtExceptionCaptureCallback((error) => {
    const handlers = process.listeners("uncaughtException");
    if (handlers.length === 0) show(error);
    for (const handler of handlers) handler(error, "uncaughtException");
  });
  process.on("unhandledRejection", (reason) => {
    // The user's own handler comes after this one and decides alone.
    if (process.listenerCount("unhandledRejection") === 1) show(reason);
  });
}
