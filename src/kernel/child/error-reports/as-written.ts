import { member, RUNTIME } from "../../cell/runtime-interface.ts";

// V8 names a called value by its compiled source text, or this way when it has no name.
const INTERMEDIATE = "(intermediate value)";
const WAITS = [member("resume"), member("wait"), member("waitHere")].map((one) => one.replace(".", "\\."));
const AWAITED = new RegExp(`(?:${WAITS.join("|")})(?:\\(\\.\\.\\.\\)| is not a function or its return value)`, "g");
const META = new RegExp(`${member("meta").replace(".", "\\.")}\\b`, "g");
const RENAMED = /\b([A-Za-z_]\w*)\$1(?![\w$])/g;

/** Replaces compiled names in V8's message by the user's own code. */
export function asWritten(message: string): string {
  if (!message.includes(RUNTIME) && !message.includes("$1")) return message;
  return message
    .replace(AWAITED, INTERMEDIATE)
    .replace(META, "import.meta")
    .replace(RENAMED, (found, name: string) => (Object.hasOwn(globalThis, name) ? name : found));
}
