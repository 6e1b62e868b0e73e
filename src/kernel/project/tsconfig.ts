import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { foldersUpward } from "../../util/files/nearest-folder.ts";
import { fileSignature } from "./find-file.ts";
import { jsonWithComments } from "./json-with-comments.ts";

/** The compiler options that a tsconfig.json sets, including those from the files that it extends. */
export type CompilerOptions = {
  readonly [name: string]: unknown;
  /** An absolute path. */
  readonly baseUrl?: string;
  /** Patterns of imports, each with the absolute paths that it may refer to. */
  readonly paths: { readonly [pattern: string]: readonly string[] };
};

type Fields = { readonly [name: string]: unknown };

/** The files that a reader looked for, each with its signature, including missing files, which may be created later. */
type SeenFiles = Map<string, string>;

/** The path of the tsconfig.json in a folder or in the nearest folder above; undefined when there is none. */
export function nearestTsconfig(folder: string, seen: SeenFiles = new Map()): string | undefined {
  for (const at of foldersUpward(folder)) {
    const file = join(at, "tsconfig.json");
    const signature = fileSignature(file);
    seen.set(file, signature);
    if (signature !== "") return file;
  }
  return undefined;
}

/** The nearest tsconfig.json with the files that it extends, and the missing files that would replace them. */
export function settingsFiles(folder: string): readonly string[] {
  const seen: SeenFiles = new Map();
  const project = nearestTsconfig(folder, seen);
  if (project !== undefined) readCompilerOptions(project, seen);
  return [...seen.keys()];
}

/** Reads the compiler options in a tsconfig.json. A file that is not JSON with comments sets none. */
export function readCompilerOptions(file: string, seen: SeenFiles = new Map()): CompilerOptions {
  const { pathsFolder, baseUrl, paths, ...rest } = fieldsIn(file, seen);
  const from = typeof baseUrl === "string" ? baseUrl : String(pathsFolder);
  const toPath = (target: unknown): string => resolve(from, String(target).replace(/^\$\{configDir\}/, dirname(file)));
  const patterns = isFields(paths) ? Object.entries(paths) : [];
  return {
    ...rest,
    ...(typeof baseUrl === "string" ? { baseUrl } : {}),
    paths: Object.fromEntries(
      patterns.map(([pattern, targets]) => [pattern, Array.isArray(targets) ? targets.map(toPath) : []]),
    ),
  };
}

// `extends` may name one or many files, by relative path or from a package. Later ones and the file itself win.
function fieldsIn(file: string, seen: SeenFiles): Fields {
  seen.set(file, fileSignature(file));
  const content = jsonWithComments(readFileSync(file, "utf8"));
  if (!isFields(content)) return {};
  const { extends: extended, compilerOptions: own } = content;
  const bases = (Array.isArray(extended) ? extended : [extended]).filter((one) => typeof one === "string");
  const inherited = bases.map((base) => {
    const found = findBase(base, file);
    // A file that extends itself adds nothing.
    return found === undefined || seen.has(found) ? {} : fieldsIn(found, seen);
  });
  return Object.assign({}, ...inherited, isFields(own) ? located(own, dirname(file)) : {});
}

// Paths are relative to `baseUrl`, or without one to the file that sets them.
function located(own: Fields, folder: string): Fields {
  const baseUrl = own["baseUrl"];
  return {
    ...own,
    ...(typeof baseUrl === "string" ? { baseUrl: resolve(folder, baseUrl) } : {}),
    ...("paths" in own ? { pathsFolder: folder } : {}),
  };
}

function findBase(base: string, file: string): string | undefined {
  const candidates = /^\.{0,2}[\\/]/.test(base) ? [resolve(dirname(file), base)] : [];
  for (const candidate of candidates) {
    for (const path of [candidate, `${candidate}.json`]) if (fileSignature(path) !== "") return path;
  }
  const { resolve: find } = createRequire(file);
  for (const path of [base, `${base}.json`, `${base}/tsconfig.json`]) {
    try {
      return find(path);
    } catch {
      // A file with the next spelling may exist.
    }
  }
  return undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
