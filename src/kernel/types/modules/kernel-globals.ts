import { LINES_VALUE } from "../../magic/lines/captured-lines.ts";

/** Declares the kernel's global functions, and the value of `x = !command`. */
export const GLOBALS = `export {};
declare global {
  const ${LINES_VALUE}: string[];
  /** Asks the user for a line of text. */
  function input(message?: string, options?: { readonly password?: boolean }): Promise<string>;
  /** Asks the user for a line of text, and blocks the kernel meanwhile. Without an answer, returns the second argument. */
  function prompt(message?: string, initial?: string): string;
  /** Asks the user to agree with y or yes, and blocks the kernel meanwhile. */
  function confirm(message?: string): boolean;
  /** Shows a message and waits for Enter. Where nobody can answer, prints it. */
  function alert(message?: string): void;
}
`;
