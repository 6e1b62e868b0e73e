import type { Execution } from "./client.ts";

// eslint-disable-next-line no-control-regex -- the escape character begins every colour
const COLOURS = /\u001B\[[0-9;]*m/g;

/** The text without the escape sequences for colours. */
export function withoutColours(text: string): string {
  return text.replaceAll(COLOURS, "");
}

/** The traceback of an execution's error as plain text; empty without an error. */
export function tracebackOf({ reply }: Execution): string {
  const { traceback } = reply.content;
  return Array.isArray(traceback) ? withoutColours(traceback.join("\n")) : "";
}

/** The data of an execution's displays and result, in order. */
export function dataOf({ outputs }: Execution): unknown[] {
  return outputs.flatMap(({ content }) => ("data" in content ? [content["data"]] : []));
}
