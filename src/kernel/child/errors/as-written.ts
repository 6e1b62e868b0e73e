import { RUNTIME } from "../../cell/runtime.ts";

// V8 names what was called by the compiled text; values without a name are this to it.
const INTERMEDIATE = "(intermediate value)";
const AWAITED = new RegExp(
  `${RUNTIME}\\.(?:resume|wait|waitHere)(?:\\(\\.\\.\\.\\)| is not a function or its return value)`,
  "g",
);
const META = new RegExp(`${RUNTIME}\\.meta\\b`, "g");
const RENAMED = /\b([A-Za-z_]\w*)\$1(?![\w$])/g;

/** A message of the engine's, with what the user wrote in place of what it was compiled to. */
export function asWritten(message: string): string {
  if (!message.includes(RUNTIME) && !message.includes("$1")) return message;
  return message
    .replace(AWAITED, INTERMEDIATE)
    .replace(META, "import.meta")
    .replace(RENAMED, (found, name: string) => (Object.hasOwn(globalThis, name) ? name : found));
}
