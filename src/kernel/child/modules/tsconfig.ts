import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import type { TransformSettings } from "../../cell/transform.ts";
import { signatureOf } from "../../process/files.ts";
import type { InteropRules } from "./interop.ts";
import { jsonWithComments } from "./json-with-comments.ts";

type Settings = { readonly [key: string]: unknown };

/** The settings of a tsconfig.json that matter when code runs. */
export type ProjectConfig = {
  readonly settings: TransformSettings;
  /** Patterns of `paths`, each with the files that it may stand for. */
  readonly paths: readonly { readonly pattern: string; readonly targets: readonly string[] }[];
  readonly verbatim: boolean;
  readonly interop: InteropRules;
};

const NONE: Settings = {};

type Known = { readonly config: ProjectConfig; readonly seen: ReadonlyMap<string, string> };

/** The settings of folders, each read once and again when one of its files was edited. */
export class ProjectConfigs {
  readonly #byFolder = new Map<string, Known>();

  /** The settings for the files of a folder: from the nearest tsconfig.json upward. */
  of(folder: string): ProjectConfig {
    const known = this.#byFolder.get(folder);
    if (known && [...known.seen].every(([file, signature]) => signatureOf(file) === signature)) return known.config;
    const seen = new Map<string, string>();
    const file = nearest(folder, seen);
    const config = toConfig(file === undefined ? NONE : compilerOptions(file, seen));
    this.#byFolder.set(folder, { config, seen });
    return config;
  }
}

// Missing files count too, because they may be created.
function nearest(folder: string, seen: Map<string, string>): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const file = join(at, "tsconfig.json");
    const signature = signatureOf(file);
    seen.set(file, signature);
    if (signature !== "") return file;
    if (dirname(at) === at) return undefined;
  }
}

// `extends` may be one or many, relative or a package's; later ones and the file itself win.
function compilerOptions(file: string, seen: Map<string, string>): Settings {
  seen.set(file, signatureOf(file));
  const content = jsonWithComments(readFileSync(file, "utf8"));
  if (!isSettings(content)) return NONE;
  const { extends: extended, compilerOptions: own } = content;
  const bases = (Array.isArray(extended) ? extended : [extended]).filter((one) => typeof one === "string");
  const inherited = bases.map((base) => {
    const found = findBase(base, file);
    // A file that extends itself adds nothing.
    return found === undefined || seen.has(found) ? NONE : compilerOptions(found, seen);
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
    for (const path of [candidate, `${candidate}.json`]) if (signatureOf(path) !== "") return path;
  }
  const { resolve: find } = createRequire(file);
  for (const path of [base, `${base}.json`, `${base}/tsconfig.json`]) {
    try {
      return find(path);
    } catch {
      // The next spelling may exist.
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
  return {
    settings: settingsOf(options),
    paths: patterns,
    verbatim: options["verbatimModuleSyntax"] === true,
    interop: isForNode(options) ? "node" : "types",
  };
}

// In these, TypeScript reads imports as Node does.
function isForNode({ module, moduleResolution }: Settings): boolean {
  const says = (option: unknown): boolean => typeof option === "string" && /^node(\d{2}|next)$/i.test(option);
  return says(module) || (module === undefined && says(moduleResolution));
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
    // Only `using` is newer than the oldest supported Node.
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
