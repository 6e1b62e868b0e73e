const SPECIFIER = /(["'`])([^"'`$\n]+\.ipynb)\1/g;

/** The strings in code that may name a notebook to import. */
export function notebookSpecifiers(code: string): string[] {
  return Array.from(code.matchAll(SPECIFIER), ([, , specifier = ""]) => specifier);
}

/** True for a specifier that is a path, to which the `paths` of the settings do not apply. */
export function isPathSpecifier(specifier: string): boolean {
  return /^(?:\.{1,2}[\\/]|[\\/]|[A-Za-z]:[\\/])/.test(specifier);
}
