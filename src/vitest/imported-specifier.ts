import type { WantedNames } from "../kernel/notebooks/needed-cells/cells-to-run.ts";
import { isNotebook } from "../kernel/project/find-file.ts";

const QUERY = "?tsnb-names=";

/** The specifier of an import, with the names that it takes if it is from a notebook: `*` is all of them. */
export function importedSpecifier(specifier: string, keys: readonly string[]): string {
  return isNotebook(specifier) ? `${specifier}${QUERY}${keys.map(encodeURIComponent).join()}` : specifier;
}

/** The names that an import of such a specifier wants; undefined for others. */
export function wantedBy(specifier: string): WantedNames | undefined {
  const [, names] = specifier.split(QUERY);
  if (names === undefined) return undefined;
  const keys = names === "" ? [] : [...new Set(names.split(/[,&]/).map(decodeURIComponent))];
  return keys.length === 0 ? "whole" : keys.includes("*") ? "names" : keys;
}
