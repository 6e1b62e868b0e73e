/**
 * True when cells mention a name, or it is a global: then it need not be that of a program, as in `x = !ls`.
 *
 * @param sources the cells before the one that is read.
 */
export function mentionedIn(sources: readonly string[]): (name: string) => boolean {
  let words: ReadonlySet<string> | undefined;
  return (name) => {
    words ??= new Set(sources.flatMap((source) => source.split(/[^\p{ID_Continue}$]+/u)));
    return name in globalThis || words.has(name);
  };
}
