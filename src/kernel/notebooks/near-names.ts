/** The names that someone may have meant who wrote another one, the nearest first. */
export function nearNames(wrong: string, names: Iterable<string>): readonly string[] {
  const most = Math.max(1, Math.floor(wrong.length / 3));
  const lower = wrong.toLowerCase();
  return Array.from(names, (name) => ({ name, distance: distanceBetween(lower, name.toLowerCase()) }))
    .filter(({ distance }) => distance <= most)
    .toSorted((one, other) => one.distance - other.distance)
    .slice(0, 3)
    .map(({ name }) => name);
}

/** The number of characters to insert, remove or replace (Levenshtein). */
function distanceBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, character] of Array.from(one).entries()) {
    const next = [index + 1];
    for (let at = 1; at <= other.length; at++) {
      const replaced = (row[at - 1] ?? 0) + (other[at - 1] === character ? 0 : 1);
      next.push(Math.min(replaced, (row[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
