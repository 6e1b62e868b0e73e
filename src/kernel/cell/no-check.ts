// Among the comments before the first statement, where the compiler looks for it in files.
const NO_CHECK = /^(?:\s|\/\/.*\n|\/\*[^]*?\*\/)*?\/\/\s*@ts-nocheck\b/;

/** Whether a cell, without its commands, starts with `// @ts-nocheck`. */
export function hasNoCheck(code: string): boolean {
  return NO_CHECK.test(code);
}
