import { messageOf } from "../util/error.ts";
import { lookOf } from "./looks/look-of.ts";
import { BUNDLE, type MimeBundle } from "./mime/mime.ts";
import { attempt, hasMethod, isObject } from "./object.ts";
import { textBundle, valueText } from "./text/value-text.ts";

const LONGEST_REASON = 300;

/**
 * A value as a notebook shows it. `docs/values.md` lists the recognised kinds, from charts and frames to pictures and
 * DOM nodes. Any other value is text as `util.inspect` writes it, in at most 60 lines. A chart whose data cannot be
 * loaded here has no picture; a line on stderr says so.
 *
 * @throws {ChartError} when a chart cannot be drawn.
 * @throws {DisplayError} when what a value's own method returns cannot be shown.
 * @throws {SlowLookError} when a value's own method does not end in ten seconds.
 *
 * @example
 * const { data } = await bundle([1, 2, 3]);
 * console.log(data["text/plain"]);
 */
export async function bundle(value: unknown): Promise<MimeBundle> {
  return bundleSoon(value);
}

/** The same as `bundle`, but without a promise when nothing needs to be awaited. */
function bundleSoon(value: unknown): MimeBundle | Promise<MimeBundle> {
  const look = lookOf(value);
  return look !== undefined && isObject(value) ? look.draw(value) : textBundle(value);
}

/**
 * The bundle of a value, for callers that must not fail: when the value cannot be shown as it should, it is text with
 * a line that gives the reason. Values that tsnb made still throw their own errors.
 *
 * @param isThrown true for an error that is thrown anyway; by default none is.
 */
export function shownSoon(
  value: unknown,
  isThrown: (error: unknown) => boolean = () => false,
): MimeBundle | Promise<MimeBundle> {
  const instead = (error: unknown): MimeBundle => {
    if (isThrown(error) || attempt(() => hasMethod(value, BUNDLE)) === true) throw error;
    return textBundle(value, `shown as text: ${reasonOf(error)}`);
  };
  try {
    const made = bundleSoon(value);
    return made instanceof Promise ? made.catch(instead) : made;
  } catch (error) {
    return instead(error);
  }
}

/** Reads the first line of the reason; a thrown value may itself throw when it is read. */
function reasonOf(error: unknown): string {
  const [line = ""] = (attempt(() => messageOf(error)) ?? "its look throws").split("\n");
  return line.slice(0, LONGEST_REASON);
}

/** The text of a value, without drawing a picture for it; a promise only where the value's bundle is one. */
export function textSoon(value: unknown): string | Promise<string> {
  const text = attempt(() => (isObject(value) ? lookOf(value)?.text?.(value) : undefined));
  if (text !== undefined) return text;
  const made = shownSoon(value);
  return made instanceof Promise ? made.then(({ data }) => textIn(data, value)) : textIn(made.data, value);
}

function textIn(data: MimeBundle["data"], value: unknown): string {
  const text = data["text/plain"];
  return typeof text === "string" ? text : valueText(value);
}
