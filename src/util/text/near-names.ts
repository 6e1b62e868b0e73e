/**
 * The names that a misspelt one may stand for: those that begin with it, then those that differ from it in the fewest
 * letters, and in at most two letters or a third of them, whichever is more. Case does not matter.
 */
export function nearNames(misspelt: string, names: readonly string[]): string[] {
  const wanted = misspelt.toLowerCase();
  const longer = wanted === "" ? [] : names.filter((name) => name.toLowerCase().startsWith(wanted));
  const distances = names.map((name) => distanceBetween(wanted, name.toLowerCase()));
  const least = Math.min(...distances, Math.max(2, Math.ceil(wanted.length / 3)));
  return [...new Set([...longer, ...names.filter((_, at) => distances[at] === least)])];
}

/** Levenshtein's distance: the number of letters to insert, remove or replace. */
function distanceBetween(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const [line, letter] of Array.from(from).entries()) {
    const next = [line + 1];
    for (const [at, other] of Array.from(to).entries()) {
      const replaced = (row[at] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
