import type { Attribution } from "../attribution.ts";
import { withOriginals } from "../intrinsics.ts";
import { Interrupted } from "../interrupts.ts";
import type { ParentLink } from "../parent-link.ts";
import type { CellId } from "../../link/messages.ts";
import { parseStack } from "./stack-frames.ts";
import { reportOf } from "./report.ts";
import type { Sources } from "./sources.ts";

// Before 24, Node forgets who started a timer when it reports what the timer threw.
const remembersStarter = Number(process.versions.node.split(".")[0]) >= 24;

/** What becomes of an event of the process that nobody listens to: there is none that ends the process. */
type Fallback = (thrown: unknown) => void;

/**
 * Shows what timers, streams and forgotten promises throw as errors of the cell that started them, unless a
 * handler of the user takes it; and what such a handler throws.
 */
export function watchUncaught(link: ParentLink, attribution: Attribution, sources: Sources): void {
  const show = (error: unknown): void => {
    if (error instanceof Interrupted) return;
    const starter = remembersStarter ? undefined : withOriginals(() => cellInStack(error, sources));
    link.send({ type: "async-error", cell: starter ?? attribution.cell, ...reportOf(error, sources) });
  };
  const fallbacks = new Map<unknown, Fallback>([
    ["uncaughtException", show],
    ["unhandledRejection", show],
    // The exception itself comes next.
    ["uncaughtExceptionMonitor", () => {}],
    // A promise that a later cell handles: with no listener Node warns of it.
    ["rejectionHandled", () => {}],
  ]);
  // Node has a callback for what nobody catches, but only one: then neither node:domain nor node:repl can be had.
  guardEvents((event) => withOriginals(() => fallbacks.get(event)), show);
}

function guardEvents(fallbackOf: (event: unknown) => Fallback | undefined, show: (error: unknown) => void): void {
  // Cells may replace these.
  const { process } = globalThis;
  const { apply } = Reflect;
  const emit: (...all: never[]) => unknown = process.emit;
  // Not by iterators, which cells may have replaced: an error here ends the process.
  const guarded = (...all: unknown[]): unknown => {
    const fallback = fallbackOf(all[0]);
    if (!fallback) return apply(emit, process, all);
    try {
      if (apply(emit, process, all) !== true) fallback(all[1]);
    } catch (error) {
      show(error);
    }
    return true;
  };
  Object.defineProperty(process, "emit", { value: guarded, configurable: true, writable: true });
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
