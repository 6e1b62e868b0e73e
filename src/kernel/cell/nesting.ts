// The parser is a native library without a limit of its own: from about 4,000 levels on it overflows the
// stack of the process and ends it. Programs that people write stay below 100.
const DEEPEST = 1000;

/** Whether the brackets of a source are nested too deeply to be given to the parser. Texts count too. */
export function isTooDeep(source: string): boolean {
  let depth = 0;
  for (let at = 0; at < source.length; at++) {
    switch (source.charCodeAt(at)) {
      case 0x28: // (
      case 0x5b: // [
      case 0x7b: // {
      case 0x3c: // <
        depth++;
        break;
      case 0x29: // )
      case 0x5d: // ]
      case 0x7d: // }
      case 0x3e: // >
        if (depth > 0) depth--;
        break;
      default:
    }
    if (depth > DEEPEST) return true;
  }
  return false;
}
