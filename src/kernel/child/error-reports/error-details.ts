import { attempt } from "../../../display/object.ts";
import { shortText } from "../../../display/text/value-text.ts";
import { exchangeOf } from "./http-exchange.ts";

const MOST_DETAILS = 12;
const LINES_EACH = 8;
const LINES_BODY = 12;
const LONGEST_DETAIL = 2000;

/** An error's own properties, such as `code`; for errors of HTTP clients also the request and the response. */
export function detailsOf(error: Error): readonly { readonly name: string; readonly text: string }[] {
  if (error instanceof SyntaxError) return [];
  const exchange = exchangeOf(error);
  const shownBelow = isSuppressed(error) ? ["error", "suppressed"] : [];
  const isOfProgram = isProgramFailure(error);
  const unshown = isOfProgram ? ["pid", "output"] : [];
  const known = new Set([
    ...["name", "message", "stack", "cause", "errors", ...shownBelow, ...unshown],
    ...(exchange?.keys ?? []),
  ]);
  const own = Object.keys(error)
    .filter((key) => !known.has(key))
    .slice(0, MOST_DETAILS)
    .map((name) => ({ name, value: attempt((): unknown => Reflect.get(error, name)) }))
    .filter(({ value }) => typeof value !== "function" && value !== undefined)
    .map(({ name, value }) => ({ name, value: isOfProgram ? printedText(value) : value }))
    .map(({ name, value }) => ({ name, text: shortText(value, { lines: LINES_EACH, longest: LONGEST_DETAIL }).text }));
  if (exchange === undefined) return own;
  const { request, response, body } = exchange;
  return [
    ...own,
    ...(request === undefined ? [] : [{ name: "request", text: request }]),
    ...(response === undefined ? [] : [{ name: "response", text: response }]),
    ...(body === undefined ? [] : [{ name: "body", text: bodyText(body) }]),
  ];
}

/** True for a SuppressedError: a disposal failed after an earlier error. */
export function isSuppressed(error: Error): boolean {
  return attempt((): unknown => Reflect.get(error, "name")) === "SuppressedError" && "suppressed" in error;
}

/** True for an error of `execSync` and the like. Its process id differs in each run, and `output` repeats the streams. */
function isProgramFailure(error: Error): boolean {
  return ["pid", "status", "output"].every((key) => Object.hasOwn(error, key));
}

function printedText(value: unknown): unknown {
  return Buffer.isBuffer(value) ? value.toString() : value;
}

function bodyText(body: unknown): string {
  const limits = { lines: LINES_BODY, longest: LONGEST_DETAIL };
  if (typeof body !== "string") return shortText(body, limits).text;
  const lines = body.slice(0, LONGEST_DETAIL).split("\n");
  const text = lines.slice(0, LINES_BODY).join("\n");
  return text.length < body.length ? `${text}\n... ${body.length - text.length} more characters` : text;
}
