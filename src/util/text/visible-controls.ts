/**
 * A string for a terminal, with signs in place of control characters: an escape sequence in a stranger's notebook could
 * rewrite the screen, and one that turns the direction of writing hides code.
 *
 * @example
 * visibleControls("\u001b[2J") // "␛[2J"
 */
export function visibleControls(text: string): string {
  return text.replaceAll(/(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    return code === 0x7f ? "\u2421" : `\\u{${code.toString(16)}}`;
  });
}
