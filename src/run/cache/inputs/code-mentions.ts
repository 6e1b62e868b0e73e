const LONGEST_PATH = 260;
// Characters that paths in code hardly ever contain, and line breaks.
const NO_PATH = /[\n\r\t\0<>|*?{}$;=]/;

/**
 * Everything between two quotes of any kind in some code that may be a path. The code is not parsed, so that nothing
 * is missed in code with errors or in strings inside strings; some of the results are not paths.
 */
export function quotedIn(code: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const line of code.split("\n")) {
    for (const part of line.split(/["'`]/).slice(1, -1)) {
      if (part.length <= LONGEST_PATH && /[\p{L}\p{N}]/u.test(part) && !NO_PATH.test(part)) found.add(part);
    }
  }
  return found;
}

/** The modules that some code imports or requires by name, paths included. */
export function modulesIn(code: string): ReadonlySet<string> {
  const imports = code.matchAll(/\b(?:from|import|require)\s*(?:\.\s*resolve\s*)?\(?\s*["'`]([^"'`\n]+)["'`]/g);
  return new Set(Array.from(imports, ([, name = ""]) => name));
}

/** The environment variables that some code reads by name; `isWhole` is true when it uses the whole environment. */
export function variablesIn(code: string): { readonly names: ReadonlySet<string>; readonly isWhole: boolean } {
  const names = new Set<string>();
  const add = (_: string, ...groups: readonly unknown[]): string => {
    for (const name of groups.slice(0, 2)) if (typeof name === "string") names.add(name);
    return "";
  };
  const addAll = (whole: string, list: string): string => {
    if (list.includes("...")) return whole;
    for (const [, name = ""] of list.matchAll(/(?:^|,)\s*([\w$]+)/g)) names.add(name);
    return "";
  };
  const rest = code
    .replace(/\{([^{}]*)\}\s*=\s*process\s*\.\s*env\b(?!\s*[.?[])/g, addAll)
    .replace(
      /\bprocess\s*\.\s*env\s*(?:(?:\?\.|\.)\s*([A-Za-z_$][\w$]*)|(?:\?\.)?\s*\[\s*["'`]([^"'`\n$]+)["'`]\s*\])/g,
      add,
    );
  const isWhole =
    /\bprocess\s*(?:\.\s*env\b|\?\.|\[)/.test(rest) ||
    /\{[^{}]*\benv\b[^{}]*\}\s*(?:from\s*|=\s*require\s*\(\s*)["'](?:node:)?process["']/.test(rest);
  return { names, isWhole };
}
