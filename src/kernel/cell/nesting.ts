// The parser is a native library without a limit of its own: from about 4,000 levels on it overflows the
// stack of the process and ends it. Programs that people write stay below 100.
const DEEPEST = 1000;

/** Whether the brackets of a source are nested too deeply to be given to the parser. Those in texts count too. */
export function isTooDeep(source: string): boolean {
  let depth = 0;
  // `<` is also a comparison, which no `>` ends.
  let angles = 0;
  for (const [bracket] of source.matchAll(/[()[\]{}<>;\n]/g)) {
    if (bracket === ";" || bracket === "\n") angles = 0;
    else if (bracket === "<") angles++;
    else if (bracket === ">") angles = Math.max(0, angles - 1);
    else if ("([{".includes(bracket)) depth++;
    else depth = Math.max(0, depth - 1);
    if (depth + angles > DEEPEST) return true;
  }
  return false;
}
