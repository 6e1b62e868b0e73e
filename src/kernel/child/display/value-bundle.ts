import { lookOf } from "../../../display/looks/look-of.ts";
import { textBundle } from "../../../display/text/value-text.ts";
import type { Bundle } from "../../link/messages.ts";
import { takeThen, withOriginals } from "../built-ins/original-builtins.ts";
import { isObject } from "../is-object.ts";
import { displayRoom } from "../entry-imports.ts";

// Cells may delete these methods.
const { assign, create } = Object;

const NO_ROOM = "shown as text: the code that draws it did not load, perhaps because a built-in object was changed";

/**
 * The MIME bundle of a value. The code for anything but text is loaded on first use.
 *
 * @throws errors of tsnb's own functions, such as a chart that cannot be drawn.
 */
export async function bundleOf(value: unknown): Promise<Bundle> {
  if (!isObject(value)) return bare(textBundle(value));
  const text = withOriginals(() => (lookOf(value) === undefined ? textBundle(value) : undefined));
  if (text) return bare(text);
  const putBack = takeThen();
  try {
    const room = await loadedRoom();
    return bare(await withOriginals(() => room?.shownSoon(value) ?? textBundle(value, NO_ROOM)));
  } finally {
    putBack();
  }
}

// Loading it with patched built-ins may fail, and then every later import fails too.
async function loadedRoom(): Promise<Awaited<ReturnType<typeof displayRoom>> | undefined> {
  try {
    return await displayRoom();
  } catch {
    return undefined;
  }
}

// Cells may give all objects a `then`, which `await` would call on an object with a prototype.
function bare(bundle: Bundle): Bundle {
  const object: object = create(null);
  return assign(object, bundle);
}
