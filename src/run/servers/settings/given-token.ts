import { OptionError } from "../../errors/setting-errors.ts";

/** A token as it was given, and the option or environment variable that gave it. */
export type GivenToken = { readonly text: string; readonly from: string };

/**
 * The token to send, without the line break that the end of a file or variable may have.
 *
 * @throws {OptionError} when a header cannot hold it: that takes printable characters only.
 */
export function sendable({ text, from }: GivenToken): string {
  const token = text.trim();
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new OptionError(
    from,
    "the token is empty, or has a space, a line break or another character that no token has",
  );
}
