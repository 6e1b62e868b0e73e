import * as v from "valibot";
import type { HttpResponse } from "./http-request.ts";

const Said = v.object({ message: v.optional(v.nullable(v.string())), reason: v.optional(v.nullable(v.string())) });
const LONGEST_TEXT = 300;

/**
 * An answer on one line of at most 300 characters: the message and reason in its JSON, else its text without HTML.
 *
 * @param redact replaces credentials in it.
 */
export function answerText({ body }: Pick<HttpResponse, "body">, redact: (text: string) => string): string {
  const text = body.toString("utf8");
  const said = v.safeParse(Said, jsonOf(text));
  const { message, reason } = said.success ? said.output : {};
  const given = [message, reason].filter((part) => part !== undefined);
  const plain = given.length > 0 ? given.filter((part) => part).join("; ") : withoutTags(text);
  // First, since a part of a token would not be found.
  return redact(plain).replace(/\s+/g, " ").trim().slice(0, LONGEST_TEXT);
}

/** The value that a string of JSON stands for; undefined when it is not JSON. */
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
