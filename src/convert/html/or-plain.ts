import { escapeMarkup } from "../../display/escape.ts";

/** What `render` makes of a text, or the text as it is where it is nested too deeply for the parsers. */
export function orPlain(text: string, render: (text: string) => string): string {
  try {
    return render(text);
  } catch (error) {
    if (!isStackOverflow(error)) throw error;
    return `<pre tabindex="0">${escapeMarkup(text)}</pre>`;
  }
}

// Marked adds a sentence to the message of every error, and makes it no other class.
function isStackOverflow(error: unknown): boolean {
  return error instanceof RangeError && error.message.startsWith("Maximum call stack size exceeded");
}
