/**
 * The text of a stream: its finished lines, its last line, the place of the next character in that line, and the
 * length of all of it in bytes.
 */
export type StreamText = {
  readonly over: string;
  readonly line: string;
  readonly cursor: number;
  readonly bytes: number;
};

export const EMPTY_STREAM: StreamText = { over: "", line: "", cursor: 0, bytes: 0 };

/**
 * A stream's text after a further piece, as JupyterLab keeps it: a carriage return goes back to the
 * start of the line, what follows overwrites it, and a backspace removes a character of the line.
 * So only the last state of a progress bar is left.
 */
export function appendToStream({ over, line, cursor, bytes }: StreamText, piece: string): StreamText {
  const added = piece.replaceAll("\r\n", "\n");
  if (cursor === line.length && !/[\r\b]/.test(added)) {
    const end = added.lastIndexOf("\n") + 1;
    const longer = bytes + Buffer.byteLength(added);
    if (end === 0) return { over, line: line + added, cursor: cursor + added.length, bytes: longer };
    const last = added.slice(end);
    return { over: over + line + added.slice(0, end), line: last, cursor: last.length, bytes: longer };
  }
  let characters = Array.from(line);
  let at = Array.from(line.slice(0, cursor)).length;
  const ended: string[] = [];
  for (const character of added) {
    if (character === "\n") {
      ended.push(characters.join(""), "\n");
      characters = [];
      at = 0;
    } else if (character === "\r") {
      at = 0;
    } else if (character === "\b") {
      if (at > 0) characters.splice(--at, 1);
    } else {
      characters[at++] = character;
    }
  }
  const [done, last] = [ended.join(""), characters.join("")];
  return {
    over: over + done,
    line: last,
    cursor: characters.slice(0, at).join("").length,
    bytes: bytes - Buffer.byteLength(line) + Buffer.byteLength(done + last),
  };
}

/** The whole of the text. */
export function textOfStream({ over, line }: StreamText): string {
  return over + line;
}
