import type { Exit } from "./kernel-process.ts";

/** The end of a kernel's process as the reason of an error, with the last lines of its stderr. */
export function exitReason({ code, signal, lastWords }: Exit): string {
  const how = signal === null ? `its process exited with code ${code}` : `its process was ended by ${signal}`;
  return lastWords === "" ? how : `${how}; its last output: ${lastWords}`;
}
