import * as v from "valibot";
import type { Answer } from "./http-request.ts";

const Said = v.object({ message: v.optional(v.nullable(v.string())), reason: v.optional(v.nullable(v.string())) });
const LONGEST_TEXT = 300;

/** The text of an answer in a line: the message in its JSON, or what a page would show. */
export function answerText({ body }: Pick<Answer, "body">): string {
  const text = body.toString("utf8");
  const { message, reason } = v.is(Said, jsonOf(text)) ? v.parse(Said, jsonOf(text)) : {};
  const parts = [message, reason].filter((part) => part !== undefined && part !== null && part !== "");
  const plain = parts.length > 0 ? parts.join("; ") : withoutTags(text);
  return plain.replace(/\s+/g, " ").trim().slice(0, LONGEST_TEXT);
}

/** The value of a string of JSON; undefined when it is not JSON. */
export function jsonOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

function withoutTags(page: string): string {
  return page.replace(/<(style|script|head)\b.*?<\/\1>/gis, "").replace(/<[^>]*>/g, " ");
}
