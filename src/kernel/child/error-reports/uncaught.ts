import type { Attribution } from "../running/attribution.ts";
import { withOriginals } from "../built-ins/original-builtins.ts";
import { Interrupted } from "../running/interrupts.ts";
import type { ParentLink } from "../parent-link.ts";
import type { CellId } from "../../link/messages.ts";
import { parseStack } from "./stacks/parse-stack.ts";
import { reportOf } from "./error-report.ts";
import type { Sources } from "./stacks/compiled-sources.ts";
import { isNode24OrLater } from "../../process/node-version.ts";

// Before version 24, Node does not know the cell of a timer when it reports its error.
const remembersStarter = isNode24OrLater();

/** Handles an event of the process that has no listeners and would otherwise end the process. */
type Fallback = (thrown: unknown) => void;

/**
 * Shows errors of timers, streams and unawaited promises as errors of the cell that started them, unless a
 * user's handler takes them; also shows the errors of such handlers.
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
    // Nothing to do: the event uncaughtException follows.
    ["uncaughtExceptionMonitor", () => {}],
    // A later cell handles the promise. Without a listener, Node prints a warning.
    ["rejectionHandled", () => {}],
  ]);
  // Node's single callback for uncaught errors is left free, because node:domain and node:repl need it.
  guardEvents((event) => withOriginals(() => fallbacks.get(event)), show);
}

function guardEvents(fallbackOf: (event: unknown) => Fallback | undefined, show: (error: unknown) => void): void {
  // Cells may replace these.
  const { process } = globalThis;
  const { apply } = Reflect;
  const emit: (...all: never[]) => unknown = process.emit;
  const listeners: (event: never) => readonly unknown[] = process.listeners;
  const isTaken = (event: unknown): boolean =>
    withOriginals(() => {
      const all: readonly unknown[] = apply(listeners, process, [event]);
      return all.some((listener) => !isOfTestRunner(listener));
    });
  // Cells may have replaced the array iterator, and an error here ends the process.
  const guarded = (...all: unknown[]): unknown => {
    const fallback = fallbackOf(all[0]);
    if (!fallback) return apply(emit, process, all);
    try {
      // A listener may remove itself.
      const taken = isTaken(all[0]);
      apply(emit, process, all);
      if (!taken) fallback(all[1]);
    } catch (error) {
      show(error);
    }
    return true;
  };
  Object.defineProperty(process, "emit", { value: guarded, configurable: true, writable: true });
}

/**
 * True for the listeners of node:test. They take all errors of the process, and report those of no running test only
 * at its end, which a kernel does not reach.
 */
function isOfTestRunner(listener: unknown): boolean {
  return typeof listener === "function" && Function.prototype.toString.call(listener).includes("rootTest.harness");
}

/** The lowest cell in an error's stack, which started the failing code; undefined without one. */
function cellInStack(error: unknown, sources: Sources): CellId | undefined {
  try {
    const stack = error instanceof Error ? String(error.stack) : "";
    return parseStack(stack)
      .map(({ file }) => sources.cellOf(file))
      .findLast((cell) => cell !== undefined);
  } catch {
    // The stack throws when it is read.
    return undefined;
  }
}
