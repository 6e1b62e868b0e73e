import { messageOf } from "../util/error.ts";
import { lookOf } from "./looks/look-of.ts";
import { BUNDLE, type MimeBundle } from "./mime/mime.ts";
import { attempt, hasMethod, isObject } from "./object.ts";
import { textBundle, valueText } from "./text/value-text.ts";

const LONGEST_REASON = 300;

/**
 * How a value looks in a notebook: what it is recognised as, from charts and frames to pictures and DOM nodes, is
 * in `docs/values.md`. Anything else is text as `util.inspect` writes it, in at most 60 lines. A chart whose
 * data cannot be loaded here has no picture, of which a line on stderr tells.
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

/** The same as `bundle`, without a promise for a look that nothing must be waited for. */
function bundleSoon(value: unknown): MimeBundle | Promise<MimeBundle> {
  const look = lookOf(value);
  return look !== undefined && isObject(value) ? look.draw(value) : textBundle(value);
}

/**
 * How a value looks where that may not fail: as text with a line about why, when it cannot look as it should.
 * Values that tsnb made fail with their own errors.
 *
 * @param isThrown says of an error that it is thrown all the same.
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

/** A thrown value may throw again when it is read. */
function reasonOf(error: unknown): string {
  const [line = ""] = (attempt(() => messageOf(error)) ?? "its look throws").split("\n");
  return line.slice(0, LONGEST_REASON);
}

/** The text of a value, without drawing a picture to get it; a promise only where it must be. */
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
