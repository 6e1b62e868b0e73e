import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import type { TransformSettings } from "../../cell/transform.ts";
import { jsonWithComments } from "./json-with-comments.ts";

type Settings = { readonly [key: string]: unknown };

/** What a tsconfig.json says that matters when code runs. */
export type ProjectConfig = {
  readonly settings: TransformSettings;
  /** Patterns of `paths`, each with the files that it may stand for. */
  readonly paths: readonly { readonly pattern: string; readonly targets: readonly string[] }[];
  readonly verbatim: boolean;
};

const NONE: Settings = {};

/** Reads the tsconfig.json of files, each once. */
export class ProjectConfigs {
  readonly #byFolder = new Map<string, ProjectConfig>();

  /** The settings for the files of a folder: from the nearest tsconfig.json upward. */
  of(folder: string): ProjectConfig {
    const known = this.#byFolder.get(folder);
    if (known) return known;
    const file = join(folder, "tsconfig.json");
    const parent = dirname(folder);
    const config = exists(file) ? read(file) : parent === folder ? toConfig(NONE) : this.of(parent);
    this.#byFolder.set(folder, config);
    return config;
  }

  /** Reads everything anew from now on. */
  forget(): void {
    this.#byFolder.clear();
  }
}

function exists(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

function read(file: string): ProjectConfig {
  return toConfig(compilerOptions(file, 0));
}

// `extends` may be one or many, relative or a package's; later ones and the file itself win.
function compilerOptions(file: string, depth: number): Settings {
  const content = jsonWithComments(readFileSync(file, "utf8"));
  if (!isSettings(content) || depth > 16) return NONE;
  const { extends: extended, compilerOptions: own } = content;
  const bases = (Array.isArray(extended) ? extended : [extended]).filter((one) => typeof one === "string");
  const inherited = bases.map((base) => {
    const found = findBase(base, file);
    return found === undefined ? NONE : compilerOptions(found, depth + 1);
  });
  return Object.assign({}, ...inherited, isSettings(own) ? located(own, dirname(file)) : NONE);
}

// Paths count from the file that they stand in.
function located(options: Settings, folder: string): Settings {
  const baseUrl = typeof options["baseUrl"] === "string" ? resolve(folder, options["baseUrl"]) : undefined;
  const pathsFrom = "paths" in options ? { pathsFrom: baseUrl ?? folder } : {};
  return { ...options, ...(baseUrl === undefined ? {} : { baseUrl }), ...pathsFrom };
}

function findBase(base: string, file: string): string | undefined {
  const candidates = /^\.{0,2}[\\/]/.test(base) ? [resolve(dirname(file), base)] : [];
  for (const candidate of candidates) {
    for (const path of [candidate, `${candidate}.json`]) if (exists(path)) return path;
  }
  const { resolve: find } = createRequire(file);
  for (const path of [base, `${base}.json`, `${base}/tsconfig.json`]) {
    try {
      return find(path);
    } catch {
      // The next spelling may be there.
    }
  }
  return undefined;
}

function isSettings(value: unknown): value is Settings {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function toConfig(options: Settings): ProjectConfig {
  const { paths, pathsFrom, baseUrl } = options;
  const from = typeof pathsFrom === "string" ? pathsFrom : "";
  const patterns = isSettings(paths)
    ? Object.entries(paths).map(([pattern, targets]) => ({
        pattern,
        targets: (Array.isArray(targets) ? targets : []).map((target) => resolve(from, String(target))),
      }))
    : [];
  if (typeof baseUrl === "string") patterns.push({ pattern: "*", targets: [join(baseUrl, "*")] });
  return { settings: settingsOf(options), paths: patterns, verbatim: options["verbatimModuleSyntax"] === true };
}

function settingsOf(options: Settings): TransformSettings {
  const removesBareFields = options["useDefineForClassFields"] === false || isOldTarget(options["target"]);
  return {
    jsx: jsxOf(options),
    decorator: {
      legacy: options["experimentalDecorators"] === true,
      emitDecoratorMetadata: options["emitDecoratorMetadata"] === true,
    },
    ...(removesBareFields && options["useDefineForClassFields"] !== true
      ? {
          assumptions: { setPublicClassFields: true },
          typescript: { removeClassFieldsWithoutInitializer: true },
        }
      : {}),
    // Only `using` is younger than the oldest Node that is supported.
    target: `node${process.versions.node.split(".")[0]}`,
  };
}

function isOldTarget(target: unknown): boolean {
  return typeof target === "string" && /^es(3|5|6|20(1\d|20|21))$/i.test(target);
}

function jsxOf(options: Settings): NonNullable<TransformSettings["jsx"]> {
  const text = (key: string) => (typeof options[key] === "string" ? options[key] : undefined);
  const importSource = text("jsxImportSource");
  const source = importSource === undefined ? {} : { importSource };
  switch (options["jsx"]) {
    case "react": {
      const [pragma, pragmaFrag] = [text("jsxFactory"), text("jsxFragmentFactory")];
      return {
        runtime: "classic",
        ...(pragma === undefined ? {} : { pragma }),
        ...(pragmaFrag === undefined ? {} : { pragmaFrag }),
      };
    }
    case "react-jsxdev":
      return { runtime: "automatic", development: true, ...source };
    default:
      return { runtime: "automatic", ...source };
  }
}
