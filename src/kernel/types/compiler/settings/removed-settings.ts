// Options that older compilers know and TypeScript 7 does not.
const OPTIONS = new Set([
  "charset",
  "importsNotUsedAsValues",
  "keyofStringsOnly",
  "noImplicitUseStrict",
  "noStrictGenericChecks",
  "out",
  "preserveValueImports",
  "suppressExcessPropertyErrors",
  "suppressImplicitAnyIndexErrors",
]);

// The same for values of options.
const VALUES: ReadonlyMap<string, string> = new Map([
  ["target", "es3"],
  ["module", "none"],
  ["lib", "es2022.sharedmemory"],
]);

/**
 * True when an error of the compiler is about an option, or a value of one, that only older compilers know.
 *
 * @param text the settings from the place of the error on.
 */
export function isRemovedSetting(
  { code, message }: { readonly code: string; readonly message: string },
  text: string,
): boolean {
  if (code === "TS5023") return OPTIONS.has(/'(.+)'/.exec(message)?.[1] ?? "");
  const value = VALUES.get(/'--(\w+)'/.exec(message)?.[1] ?? "");
  return code === "TS6046" && value !== undefined && text.toLowerCase().startsWith(`"${value}"`);
}
