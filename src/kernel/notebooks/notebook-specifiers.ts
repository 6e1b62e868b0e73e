const SPECIFIER = /(["'`])([^"'`$\n]+\.ipynb)\1/g;

/** The strings in code that may name a notebook to import. */
export function notebookSpecifiers(code: string): string[] {
  return Array.from(code.matchAll(SPECIFIER), ([, , specifier = ""]) => specifier);
}

/** True for a specifier that is a path, which no `paths` of the settings change. */
export function isPathSpecifier(specifier: string): boolean {
  return /^(?:\.{1,2}[\\/]|[\\/]|[A-Za-z]:[\\/])/.test(specifier);
}
