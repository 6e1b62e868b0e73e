/**
 * Returns a function that is true for a global and for a name that the cells mention: such a name may be a variable,
 * whereas `ls` in `x = !ls` is a program.
 *
 * @param sources the sources of the earlier cells.
 */
export function mentionedIn(sources: readonly string[]): (name: string) => boolean {
  let words: ReadonlySet<string> | undefined;
  return (name) => {
    words ??= new Set(sources.flatMap((source) => source.split(/[^\p{ID_Continue}$]+/u)));
    return name in globalThis || words.has(name);
  };
}
