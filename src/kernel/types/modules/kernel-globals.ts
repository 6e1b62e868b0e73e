import { LINES_VALUE } from "../../magic/lines/captured-lines.ts";

/** Declares the kernel's global functions, and the value of `x = !command`. */
export const GLOBALS = `export {};
declare global {
  const ${LINES_VALUE}: string[];
  /** Asks the user for a line of text. */
  function input(message?: string, options?: { readonly password?: boolean }): Promise<string>;
  /** Asks the user for a line of text; the kernel waits. Without an answer it is the second one. */
  function prompt(message?: string, initial?: string): string;
  /** Asks the user to agree with y or yes; the kernel waits. */
  function confirm(message?: string): boolean;
  /** Tells the user something and waits for Enter. Where nobody can answer it is printed. */
  function alert(message?: string): void;
}
`;
