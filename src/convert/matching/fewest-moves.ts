/**
 * The smallest set of items whose moves turn one order into the other; both hold the same items.
 * The others are a longest run of items in the same order in both.
 */
export function fewestMoves<Item>(before: readonly Item[], after: readonly Item[]): ReadonlySet<Item> {
  const places = new Map(before.map((item, index) => [item, index]));
  // The last items of the best runs of each length, and the item before each in its run.
  const ends: Item[] = [];
  const previous = new Map<Item, Item | undefined>();
  const placeOf = (item: Item | undefined): number => (item === undefined ? -1 : (places.get(item) ?? -1));
  for (const item of after) {
    let length = ends.length;
    while (length > 0 && placeOf(ends[length - 1]) > placeOf(item)) length--;
    previous.set(item, ends[length - 1]);
    ends[length] = item;
  }
  const kept = new Set<Item>();
  for (let item = ends.at(-1); item !== undefined; item = previous.get(item)) kept.add(item);
  return new Set(after.filter((item) => !kept.has(item)));
}
