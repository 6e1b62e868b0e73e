import type { Attribution } from "../attribution.ts";
import { withOriginals } from "../intrinsics.ts";
import { Interrupted } from "../interrupts.ts";
import type { ChildLink } from "../link.ts";
import type { CellId } from "../../link.ts";
import { parseStack } from "./frames.ts";
import { reportOf } from "./report.ts";
import type { Sources } from "./sources.ts";

// Before 24, Node forgets who started a timer when it reports what the timer threw.
const remembersStarter = Number(process.versions.node.split(".")[0]) >= 24;

/** Shows what timers, streams and forgotten promises throw as errors of the cell that started them. */
export function watchUncaught(link: ChildLink, attribution: Attribution, sources: Sources): void {
  const show = (error: unknown): void => {
    if (error instanceof Interrupted) return;
    const starter = remembersStarter ? undefined : withOriginals(() => cellInStack(error, sources));
    link.send({ type: "async-error", cell: starter ?? attribution.cell, ...reportOf(error, sources) });
  };
  process.setUncaughtExceptionCaptureCallback((error) => {
    const handlers = process.listeners("uncaughtException");
    if (handlers.length === 0) show(error);
    // Not by iterators, which cells may have replaced: an error here ends the process.
    for (let index = 0; index < handlers.length; index++) handlers[index]?.(error, "uncaughtException");
  });
  // A promise that a later cell handles: with no listener Node warns of it.
  process.on("rejectionHandled", () => {});
  process.on("unhandledRejection", (reason) => {
    // The user's own handler comes after this one and decides alone.
    if (process.listenerCount("unhandledRejection") === 1) show(reason);
  });
}

/** The cell whose code is lowest in the stack of an error: it began what failed. */
function cellInStack(error: unknown, sources: Sources): CellId | undefined {
  try {
    const stack = error instanceof Error ? String(error.stack) : "";
    return parseStack(stack)
      .map(({ file }) => sources.cellOf(file))
      .findLast((cell) => cell !== undefined);
  } catch {
    // Its stack throws when it is read.
    return undefined;
  }
}
