import { setTimeout as delay } from "node:timers/promises";
import type { Message } from "../../../jupyter/message.ts";
import { within } from "../../../util/within.ts";
import { isTooDeep } from "../../cell/syntax/nesting.ts";
import { type CheckMode, checkModeOf } from "../../cell/check-mode.ts";
import type { KernelContext } from "../context.ts";
import { type ExecuteMessage, INTERRUPTED, type WorkOutcome } from "../supervision/work-queue.ts";
import { predictionsOf, mayPredictFailure, withPrediction } from "./predicted-errors.ts";
import type { Diagnostic, TypedCell } from "../../types/service-interface.ts";

// A starting compiler takes processor time from the first cell, which should show its output soon.
const HEAD_START_MS = 300;
// The time for the output to reach the client.
const ON_ITS_WAY_MS = 40;
// In `block` mode, the user sees a notice about a longer check; in other modes the cell does not wait for it.
const PATIENCE_MS = 2000;
const WAITING =
  "[the type check is slow, and the cell waits for it. %check on runs cells during their check; Stop ends the wait]\n";
// Lines that may install a package that the cell imports.
const INSTALLING = /^[ \t]*(?:%npm\b|!\s*\w)/m;
const NOT_FOUND = new Set(["TS2307", "TS2792"]);

/**
 * Runs a cell during its type check, or after it when errors block. Type errors go to the cell's stderr, always in
 * the same place: before all outputs, which wait for them. They come after the outputs while the compiler starts,
 * when the cell may install the packages that it imports, and when an error may predict how the cell fails: such an
 * error then becomes part of the failure.
 */
export async function executeChecked(
  cell: TypedCell,
  work: ExecuteMessage,
  request: Message,
  context: KernelContext,
): Promise<WorkOutcome> {
  const { typeChecker, outputs } = context;
  const isInstalling = INSTALLING.test(cell.code);
  // Cells without %check skip the parser, and start within this turn of the event loop.
  if (/^[ \t]*%check\b/m.test(cell.code)) typeChecker.mode = (await modeAsked(cell.code)) ?? typeChecker.mode;
  if (typeChecker.mode === "block") {
    const { id, code } = cell;
    const prepare = { type: "prepare", cell: id, code, label: work.label } as const;
    // The type check starts first: it takes longer.
    const preparing = setImmediate(() => context.supervisor.post(prepare));
    const waiting = setTimeout(() => context.iopub.stream(request, "stderr", WAITING), PATIENCE_MS);
    const all = await interruptible((signal) => typeChecker.check(cell, signal), context);
    clearTimeout(waiting);
    clearImmediate(preparing);
    if (all === "interrupted") return { status: "error", ...INTERRUPTED };
    const found = isInstalling ? all.filter((diagnostic) => !NOT_FOUND.has(diagnostic.code)) : all;
    const errors = found.filter((diagnostic) => diagnostic.severity === "error");
    if (errors.length > 0) return { status: "error", ...reportOf(errors, context) };
    show(found, request, context);
    const running = context.workQueue.run(work);
    typeChecker.accept(cell);
    return settled(cell, work, await running, context);
  }
  const release =
    typeChecker.mode === "on" && typeChecker.warm && !typeChecker.isBehind && !isInstalling
      ? outputs.hold(cell.id)
      : undefined;
  const running = context.workQueue.run(work);
  let isShownEarly = release !== undefined;
  /** Checks the cell, and returns the errors to show when it has ended. */
  const check = async (): Promise<readonly Diagnostic[]> => {
    if (isInstalling) await running;
    if (typeChecker.mode === "on" && !typeChecker.started) {
      await within(
        HEAD_START_MS,
        running.then(() => delay(ON_ITS_WAY_MS)),
      );
    }
    const found = await typeChecker.checkAndAccept(cell);
    const isEarly = isShownEarly && !found.some(mayPredictFailure);
    if (isEarly) show(found, request, context);
    release?.();
    return isEarly ? [] : found;
  };
  const checking = check();
  const inTime = async (): Promise<readonly Diagnostic[]> => {
    if (typeChecker.mode === "off") return checking;
    const time = isInstalling
      ? running.then(() => typeChecker.patience(PATIENCE_MS))
      : typeChecker.patience(PATIENCE_MS);
    const left = await whenInTime(time, checking);
    if (left) return left;
    // The complaints come after the cell's outputs, perhaps while later cells run.
    isShownEarly = false;
    release?.();
    typeChecker.late(
      checking.then((found) => running.then((outcome) => show(found, request, context, isRun(outcome)))),
    );
    return [];
  };
  const [outcome, left] = await Promise.all([running, inTime()]);
  const predicted = outcome.status === "error" ? predictionsOf(left, outcome, work.label) : [];
  show(
    left.filter((one) => !predicted.includes(one)),
    request,
    context,
    isRun(outcome),
  );
  const [first] = predicted;
  const explained = first && outcome.status === "error" ? withPrediction(outcome, first) : outcome;
  return settled(cell, work, explained, context);
}

/** The result of the work, or undefined if it takes longer. The time, in milliseconds, counts from when it is known. */
async function whenInTime<T extends object>(time: Promise<number>, work: Promise<T>): Promise<T | undefined> {
  const first = await Promise.race([time, work]);
  return typeof first === "number" ? within(first, work) : first;
}

/** Runs a cell without showing its type errors; later cells know its names. */
export async function executeUnchecked(
  cell: TypedCell,
  work: ExecuteMessage,
  context: KernelContext,
): Promise<WorkOutcome> {
  const running = context.workQueue.run(work);
  context.typeChecker.accept(cell);
  return settled(cell, work, await running, context);
}

/** Makes a cell's names again. Its type errors are not shown: they were when it ran. */
export async function executeRestored(
  cell: TypedCell,
  work: ExecuteMessage,
  context: KernelContext,
): Promise<WorkOutcome> {
  const { typeChecker, workQueue } = context;
  const running = workQueue.run(work);
  // The compiler starts now, as it did then: errors of later cells are shown in the same places.
  if (typeChecker.mode === "off") typeChecker.accept(cell);
  else await typeChecker.checkAndAccept(cell);
  return settled(cell, work, await running, context);
}

// Until the cell has ended, completion and checks of other cells see all names that it declares.
function settled(
  cell: TypedCell,
  { label }: ExecuteMessage,
  outcome: WorkOutcome,
  { typeChecker }: KernelContext,
): WorkOutcome {
  if (outcome.undeclared) typeChecker.settle(cell, { ...outcome.undeclared, cell: label });
  return outcome;
}

/** The mode set by a leading `%check`, which applies to its own cell and later ones. */
async function modeAsked(code: string): Promise<CheckMode | undefined> {
  if (isTooDeep(code)) return undefined;
  const { findMagics } = await import("../../magic/lines/magic-lines.ts");
  const last = findMagics(code).findLast(({ name, isLeading }) => isLeading && name === "check");
  return checkModeOf(last?.argument);
}

function show(
  found: readonly Diagnostic[],
  request: Message,
  { iopub, complaints }: KernelContext,
  hasRun = true,
): void {
  const unseen = found.filter(({ isRepeated }) => isRepeated !== true);
  if (unseen.length > 0) iopub.stream(request, "stderr", complaints.besideRun(unseen, hasRun));
}

function isRun(outcome: WorkOutcome): boolean {
  return outcome.status === "ok" || outcome.ename !== "SyntaxError";
}

function reportOf(
  errors: readonly Diagnostic[],
  { complaints }: KernelContext,
): { ename: string; evalue: string; traceback: string[] } {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${(errors.length - 1).toLocaleString("en-US")} more)` : "";
  return {
    ename: "TypeCheckError",
    evalue: first ? `${first.code}: ${first.message}${more}` : "",
    traceback: [...complaints.blocks(errors), "The cell did not run: type errors block it. %check on runs it."],
  };
}

async function interruptible<T>(
  work: (signal: AbortSignal) => Promise<T>,
  { stage }: KernelContext,
): Promise<T | "interrupted"> {
  const controller = new AbortController();
  stage.controller = controller;
  const stopped = new Promise<"interrupted">((resolve) => {
    controller.signal.addEventListener("abort", () => resolve("interrupted"), { once: true });
  });
  try {
    return await Promise.race([work(controller.signal), stopped]);
  } finally {
    stage.controller = undefined;
  }
}
