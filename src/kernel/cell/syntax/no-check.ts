// The comment counts only before the first statement, where the compiler accepts it in files.
const BEFORE = String.raw`^(?:\s|\/\/.*\n|\/\*[^]*?\*\/)*?\/\/\s*`;
const NO_CHECK = new RegExp(`${BEFORE}@ts-nocheck\\b`);
const CHECK = new RegExp(`${BEFORE}@ts-check\\b`);

/** True when a cell, without its commands, starts with `// @ts-nocheck`. */
export function hasNoCheck(code: string): boolean {
  return NO_CHECK.test(code);
}

/** Code in which `@ts-nocheck` is no longer a comment that switches off the checks of the module around it. */
export function withoutNoCheck(code: string): string {
  return code.replaceAll("@ts-nocheck", "@ts_nocheck");
}

/** True when a cell of JavaScript, without its commands, starts with `// @ts-check`: it is checked in any mode. */
export function asksForCheck(code: string): boolean {
  return CHECK.test(code);
}
