import type { Ending } from "./child-process.ts";
import { type ErrorReport, LINK_CLOSED } from "../../link/messages.ts";

const MEANINGS: { readonly [signal: string]: string | undefined } = {
  SIGSEGV: " (native code used memory that is not its own)",
  SIGBUS: " (native code used memory that is not its own)",
  SIGABRT: " (native code or Node gave up)",
  SIGILL: " (the JavaScript engine gave up)",
  SIGTRAP: " (the JavaScript engine gave up)",
};

/** The error that a cell gets when the process that ran it ended. */
export function deathReport(ending: Ending, killed: string | undefined): ErrorReport {
  const evalue = `${causeOf(ending, killed)}. All variables are lost; the next cell starts in a fresh process.`;
  return { ename: "ProcessDied", evalue, traceback: [`\x1b[1mProcessDied\x1b[0m: ${evalue}`] };
}

function causeOf({ code, signal, tail }: Ending, killed: string | undefined): string {
  if (killed !== undefined) return `The process that runs the cells was ended, because ${killed}`;
  if (/heap out of memory|Allocation failed|OOM error/i.test(tail)) {
    return "The cells used more memory than JavaScript's heap may have, and their process ended";
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
