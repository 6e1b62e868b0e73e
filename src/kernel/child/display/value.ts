import { lookOf } from "../../../display/looks/look-of.ts";
import { plainBundle } from "../../../display/plain.ts";
import type { Bundle } from "../../link/messages.ts";
import { takeThen, withOriginals } from "../intrinsics.ts";
import { isObject } from "../is-object.ts";
import { displayRoom } from "../imports.ts";

// Cells may delete them.
const { assign, create } = Object;

/**
 * How a value looks. What is more than text is drawn by the room of displays, which is loaded for it.
 *
 * @throws what tsnb's own functions throw, such as a chart that cannot be drawn.
 */
export async function bundleOf(value: unknown): Promise<Bundle> {
  const isMore = isObject(value) && withOriginals(() => lookOf(value) !== undefined);
  if (!isMore) return bare(plainBundle(value));
  const putBack = takeThen();
  try {
    const room = await displayRoom();
    return bare(await withOriginals(() => room.shownSoon(value)));
  } finally {
    putBack();
  }
}

// Without a prototype: cells may give all objects a `then`, which `await` would call.
function bare(bundle: Bundle): Bundle {
  const object: object = create(null);
  return assign(object, bundle);
}
