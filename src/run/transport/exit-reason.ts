import type { Exit } from "./kernel-process.ts";

/** How a kernel's process ended, as the reason of an error, with what it wrote last. */
export function exitReason({ code, signal, lastWords }: Exit): string {
  const how = signal === null ? `its process exited with code ${code}` : `its process was ended by ${signal}`;
  return lastWords === "" ? how : `${how}; its last words: ${lastWords}`;
}
