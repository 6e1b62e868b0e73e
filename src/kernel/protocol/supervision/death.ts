import type { Ending } from "./child-process.ts";
import type { ErrorReport } from "../../../jupyter/error-report.ts";
import { LINK_CLOSED } from "../../link/messages.ts";

const MEANINGS: { readonly [signal: string]: string | undefined } = {
  SIGSEGV: " (native code accessed invalid memory)",
  SIGBUS: " (native code accessed invalid memory)",
  SIGABRT: " (native code or Node aborted)",
  SIGILL: " (the JavaScript engine aborted)",
  SIGTRAP: " (the JavaScript engine aborted)",
};

/** The error of a cell whose process ended. */
export function deathReport(ending: Ending, killed: string | undefined): ErrorReport {
  const evalue = `${causeOf(ending, killed)}. All variables are lost; the next cell starts in a fresh process.`;
  return { ename: "ProcessDied", evalue, traceback: [`\x1b[1mProcessDied\x1b[0m: ${evalue}`] };
}

function causeOf({ code, signal, tail }: Ending, killed: string | undefined): string {
  if (killed !== undefined) return `The process that runs the cells was ended, because ${killed}`;
  if (/heap out of memory|Allocation failed|OOM error/i.test(tail)) {
    return "The cells ran out of JavaScript heap memory, and their process ended";
  }
  if (signal === "SIGKILL") {
    return "The process that runs the cells was killed (SIGKILL), which the system does when memory runs out";
  }
  if (signal !== null) return `The process that runs the cells crashed with ${signal}${MEANINGS[signal] ?? ""}`;
  if (code === null) return `The process that runs the cells could not be started: ${tail.trim()}`;
  if (code === LINK_CLOSED) {
    return "A cell closed a file descriptor that the kernel needs, and the process that runs the cells ended";
  }
  return `The process that runs the cells ended with exit code ${code}`;
}
