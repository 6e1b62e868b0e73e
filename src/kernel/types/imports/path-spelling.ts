const RELATIVE = /\b(?:from|import)\s*\(?\s*(["'])(\.{1,2}\/[^"'\n]+)\1/g;
const SOURCE = /\.([cm]?)tsx?$/;

/**
 * Returns the function that spells a file's path as the imports in a notebook's cells do: with the file's extension,
 * unless their relative imports have none, or have that of the compiled file.
 */
export function spellingIn(codes: readonly string[]): (path: string) => string {
  const named = codes.flatMap((code) => Array.from(code.matchAll(RELATIVE), ([, , path = ""]) => path));
  const own = named.filter((path) => !path.endsWith(".ipynb"));
  if (own.length === 0 || own.some((path) => SOURCE.test(path))) return (path) => path;
  if (own.some((path) => /\.[cm]?js$/.test(path))) return (path) => path.replace(SOURCE, ".$1js");
  return (path) => path.replace(/\.[cm]?[jt]sx?$/, "");
}
