import { lookOf } from "../../../display/looks/look-of.ts";
import { plainBundle } from "../../../display/plain.ts";
import type { Bundle } from "../../link/messages.ts";
import { takeThen, withOriginals } from "../intrinsics.ts";
import { isObject } from "../is-object.ts";
import { displayRoom } from "../entry-imports.ts";

// Cells may delete them.
const { assign, create } = Object;

const NO_ROOM = "shown as text: what draws it cannot be loaded, which a changed built-in object may prevent";

/**
 * How a value looks. What is more than text is drawn by the room of displays, which is loaded for it.
 *
 * @throws what tsnb's own functions throw, such as a chart that cannot be drawn.
 */
export async function bundleOf(value: unknown): Promise<Bundle> {
  if (!isObject(value)) return bare(plainBundle(value));
  const text = withOriginals(() => (lookOf(value) === undefined ? plainBundle(value) : undefined));
  if (text) return bare(text);
  const putBack = takeThen();
  try {
    const room = await loadedRoom();
    return bare(await withOriginals(() => room?.shownSoon(value) ?? plainBundle(value, NO_ROOM)));
  } finally {
    putBack();
  }
}

// Once code was loaded amid patched built-ins and failed, it fails for good.
async function loadedRoom(): Promise<Awaited<ReturnType<typeof displayRoom>> | undefined> {
  try {
    return await displayRoom();
  } catch {
    return undefined;
  }
}

// Without a prototype: cells may give all objects a `then`, which `await` would call.
function bare(bundle: Bundle): Bundle {
  const object: object = create(null);
  return assign(object, bundle);
}
