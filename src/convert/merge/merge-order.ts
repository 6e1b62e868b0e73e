import { fewestMoves } from "../matching/fewest-moves.ts";

/**
 * The order of merged items: ours, with the items that they added or moved placed after the item that precedes them
 * in theirs. Items that both sides moved stay where we have them.
 *
 * @param wanted the items of the result, each in `ours` or in `theirs`.
 */
export function mergeOrder(
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
  wanted: ReadonlySet<string>,
): readonly string[] {
  const oursMoved = movedBetween(base, ours);
  const theirsMoved = movedBetween(base, theirs);
  const inBase = new Set(base);
  const inOurs = new Set(ours);
  const isPlacedByThem = (item: string): boolean =>
    !inOurs.has(item) || (theirsMoved.has(item) && !oursMoved.has(item));
  const order = ours.filter((item) => wanted.has(item) && !isPlacedByThem(item));
  for (const [index, item] of theirs.entries()) {
    if (!wanted.has(item) || !isPlacedByThem(item)) continue;
    const before = theirs.slice(0, index).findLast((each) => order.includes(each));
    let at = before === undefined ? 0 : order.indexOf(before) + 1;
    // After the items that we added in the same place.
    while (at < order.length && isOursAlone(order[at] ?? "")) at++;
    order.splice(at, 0, item);
  }
  return order;

  function isOursAlone(item: string): boolean {
    return inOurs.has(item) && !inBase.has(item) && !theirs.includes(item);
  }
}

function movedBetween(base: readonly string[], side: readonly string[]): ReadonlySet<string> {
  const inSide = new Set(side);
  const inBase = new Set(base);
  return fewestMoves(
    base.filter((item) => inSide.has(item)),
    side.filter((item) => inBase.has(item)),
  );
}
