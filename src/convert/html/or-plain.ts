import { escapeMarkup } from "../../display/escape.ts";

/** The result of `render`, or the string itself in a `<pre>` if it is nested too deeply for the parsers. */
export function orPlain(text: string, render: (text: string) => string): string {
  try {
    return render(text);
  } catch (error) {
    if (!isStackOverflow(error)) throw error;
    return `<pre tabindex="0">${escapeMarkup(text)}</pre>`;
  }
}

// Marked adds a sentence to the message of every error, but keeps the error's class.
function isStackOverflow(error: unknown): boolean {
  return error instanceof RangeError && error.message.startsWith("Maximum call stack size exceeded");
}
