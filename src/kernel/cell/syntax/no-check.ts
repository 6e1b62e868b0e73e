// The comment counts before the first statement, where the compiler accepts it in files.
const NO_CHECK = /^(?:\s|\/\/.*\n|\/\*[^]*?\*\/)*?\/\/\s*@ts-nocheck\b/;

/** True when a cell, without its commands, starts with `// @ts-nocheck`. */
export function hasNoCheck(code: string): boolean {
  return NO_CHECK.test(code);
}
