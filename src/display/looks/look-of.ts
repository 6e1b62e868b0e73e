import { isObject } from "../object.ts";
import { type Look, LOOKS } from "./list.ts";

/** The look of a value; undefined when it is shown as text. */
export function lookOf(value: unknown): Look | undefined {
  return isObject(value) ? LOOKS.find((look) => knows(look, value)) : undefined;
}

// A value whose getter or proxy trap throws is shown as text.
function knows(look: Look, value: object): boolean {
  try {
    return look.is(value);
  } catch {
    return false;
  }
}
