/** The text that a stream has left behind, and where in it the next character goes. */
export type StreamText = { readonly text: string; readonly cursor: number };

export const EMPTY_STREAM: StreamText = { text: "", cursor: 0 };

/**
 * A stream's text after a further piece, as JupyterLab keeps it: a carriage return goes back to the
 * start of the line, what follows overwrites it, and a backspace takes a character of the line away.
 * So of a progress bar only its last state is left.
 */
export function appendToStream({ text, cursor }: StreamText, piece: string): StreamText {
  const added = piece.replaceAll("\r\n", "\n");
  const atEnd = cursor === text.length;
  if (atEnd && !/[\r\b]/.test(added)) {
    const whole = text + added;
    return { text: whole, cursor: whole.length };
  }
  // Only the last line can still change.
  const lineStart = text.lastIndexOf("\n") + 1;
  const line = { characters: Array.from(text.slice(lineStart)), at: Array.from(text.slice(lineStart, cursor)).length };
  const done: string[] = [text.slice(0, lineStart)];
  for (const character of added) {
    if (character === "\n") {
      done.push(line.characters.join(""), "\n");
      line.characters = [];
      line.at = 0;
    } else if (character === "\r") {
      line.at = 0;
    } else if (character === "\b") {
      if (line.at > 0) line.characters.splice(--line.at, 1);
    } else {
      line.characters[line.at++] = character;
    }
  }
  const before = done.join("");
  return {
    text: before + line.characters.join(""),
    cursor: before.length + line.characters.slice(0, line.at).join("").length,
  };
}
