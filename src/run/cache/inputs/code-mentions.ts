const LONGEST_PATH = 260;
const CONTROL = /[\r\t\0]/;
const WORDY = /[\p{L}\p{N}]/u;

/**
 * Everything between two quotes of any kind in some code that may be a path. The code is not parsed, so that nothing
 * is missed in code with errors or in strings inside strings; many of the results are not paths.
 */
export function quotedIn(code: string): ReadonlySet<string> {
  return new Set(partsOf(code).filter((part) => WORDY.test(part)));
}

const PLACEHOLDER = /\$\{[^{}]*\}/g;
const SCHEME = /^[a-z][\w+.-]+:/i;
// At the root of the file system, a pattern would search all of it.
const AT_ROOT = /^[\\/]+[^\\/]*[*?{[]/;

/**
 * The strings in some code that may be patterns of paths, such as `data/*.csv`, but not sentences and code. What is computed in a string may be
 * anything: `data/${year}.csv` becomes `data/*.csv`.
 */
export function patternsIn(code: string): ReadonlySet<string> {
  const patterns = partsOf(code).flatMap((part) => {
    if (part !== part.trim() || !WORDY.test(part.replace(PLACEHOLDER, ""))) return [];
    const pattern = part.replace(PLACEHOLDER, "*");
    // Such a pattern would exclude files that other patterns match.
    if (pattern.startsWith("!")) return [];
    const isSentence = /\s/.test(pattern) && !/[\\/]|\.\w+$/.test(pattern);
    if (isSentence || /^[)\],;:]/.test(pattern)) return [];
    return /[*?{[]/.test(pattern) && !SCHEME.test(pattern) && !AT_ROOT.test(pattern) ? [pattern] : [];
  });
  return new Set(patterns);
}

/** The ways up that some code names, such as `..`; neighbours count as one: `join("..", "..", "a")` has `../..`. */
export function waysUpIn(code: string): ReadonlySet<string> {
  const runs = code.matchAll(/(?<run>(?:(["'`])\.{1,2}(?:[\\/]\.{1,2})*[\\/]?\2\s*,\s*)+)(?=["'`])/g);
  const ways = Array.from(runs, ({ groups }) => {
    return Array.from((groups?.["run"] ?? "").matchAll(/[.\\/]+/g), ([part]) => part.replace(/[\\/]$/, "")).join("/");
  });
  return new Set([...ways, ...partsOf(code).filter((part) => /^\.\.(?:[\\/]\.\.)*[\\/]?$/.test(part))]);
}

// Calls that list or read a folder by a path of nothing but dots, stars and slashes, or by the name of the folder.
const LISTING =
  /\b(?:readdir|opendir|glob|read[A-Z]|scan)\w*\s*\(\s*(?:(["'`])[.*\\/]+\1|process\s*\.\s*cwd\s*\(\s*\)|import\.meta\.dirname|__dirname)\s*[,)]/;

/** True when some code lists the folder that it is in, or one above, whose files it then may read. */
export function listsOwnFolder(code: string): boolean {
  return LISTING.test(code);
}

const FOLDER_BEFORE = /^\$\{[^{}]*\}[\\/]/;

function partsOf(code: string): readonly string[] {
  const parts = code.split("\n").flatMap((line) => line.split(/["'`]/).slice(1, -1));
  return parts.flatMap((part) => {
    if (part.length > LONGEST_PATH || CONTROL.test(part)) return [];
    // `${import.meta.dirname}/a.csv` is `a.csv`.
    return FOLDER_BEFORE.test(part) ? [part, part.replace(FOLDER_BEFORE, "")] : [part];
  });
}

/** The modules that some code imports or requires by name, paths included. */
export function modulesIn(code: string): ReadonlySet<string> {
  const imports = code.matchAll(/\b(?:from|import|require)\s*(?:\.\s*resolve\s*)?\(?\s*["'`]([^"'`\n]+)["'`]/g);
  return new Set(Array.from(imports, ([, name = ""]) => name));
}

/** The environment variables that some code reads by name; `isWhole` is true when it uses the whole environment. */
export function mentionedVariables(code: string): { readonly names: ReadonlySet<string>; readonly isWhole: boolean } {
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
