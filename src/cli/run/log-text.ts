import { isJsonObject, type JsonObject } from "../../jupyter/json.ts";
import type { RunEvent } from "../../run/events.ts";

/** The printed form of an output message: the text of a stream, the sentence of a display, an error. */
export function logText({ output, content }: Extract<RunEvent, { type: "output" }>): string {
  if (output === "stream") return textIn(content, "text");
  if (output === "error") return `${textIn(content, "ename")}: ${textIn(content, "evalue")}\n`;
  const { data } = content;
  const text = isJsonObject(data) ? textIn(data, "text/plain") : "";
  return text === "" ? "" : `${text}\n`;
}

function textIn(value: JsonObject, key: string): string {
  const text = value[key];
  return typeof text === "string" ? text : "";
}
