const REPLACEMENTS: ReadonlyMap<string, string> = new Map([
  ["__dirname", "import.meta.dirname"],
  ["__filename", "import.meta.filename"],
]);

/**
 * The advice for an error of a name that only CommonJS modules have, although Node's types declare it everywhere;
 * undefined for other errors.
 *
 * @example
 * commonJsHint("ReferenceError", "__dirname is not defined");
 * // "Cells are ES modules: write import.meta.dirname instead of __dirname"
 */
export function commonJsHint(ename: string, evalue: string): string | undefined {
  if (ename !== "ReferenceError") return undefined;
  const [, name = ""] = /^(\w+) is not defined$/.exec(evalue) ?? [];
  const replacement = REPLACEMENTS.get(name);
  return replacement === undefined ? undefined : `Cells are ES modules: write ${replacement} instead of ${name}`;
}
