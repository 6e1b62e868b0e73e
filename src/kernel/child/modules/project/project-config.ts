import { join } from "node:path";
import type { TransformSettings } from "../../../cell/typescript/to-javascript.ts";
import { fileSignature } from "../../../project/find-file.ts";
import { type CompilerOptions, nearestTsconfig, readCompilerOptions } from "../../../project/tsconfig.ts";
import type { InteropRules } from "../commonjs/interop.ts";

/** The settings of a tsconfig.json that matter when code runs. */
export type ProjectConfig = {
  readonly settings: TransformSettings;
  /** Patterns of `paths`, each with the files that it may stand for. */
  readonly paths: readonly { readonly pattern: string; readonly targets: readonly string[] }[];
  readonly verbatim: boolean;
  readonly interop: InteropRules;
};

type Known = { readonly config: ProjectConfig; readonly seen: ReadonlyMap<string, string> };

/** The settings of folders, read once each, and again after one of the files behind them was edited. */
export class ProjectConfigs {
  readonly #byFolder = new Map<string, Known>();

  /** The settings for the files of a folder: from the nearest tsconfig.json upward. */
  of(folder: string): ProjectConfig {
    const known = this.#byFolder.get(folder);
    if (known && [...known.seen].every(([file, signature]) => fileSignature(file) === signature)) return known.config;
    const seen = new Map<string, string>();
    const file = nearestTsconfig(folder, seen);
    const config = toConfig(file === undefined ? { paths: {} } : readCompilerOptions(file, seen));
    this.#byFolder.set(folder, { config, seen });
    return config;
  }
}

function toConfig(options: CompilerOptions): ProjectConfig {
  const { baseUrl, paths } = options;
  const patterns = Object.entries(paths).map(([pattern, targets]) => ({ pattern, targets }));
  if (baseUrl !== undefined) patterns.push({ pattern: "*", targets: [join(baseUrl, "*")] });
  return {
    settings: settingsOf(options),
    paths: patterns,
    verbatim: options["verbatimModuleSyntax"] === true,
    interop: isForNode(options) ? "node" : "types",
  };
}

// With these options, TypeScript reads imports as Node does.
function isForNode({ module, moduleResolution }: CompilerOptions): boolean {
  const says = (option: unknown): boolean => typeof option === "string" && /^node(\d{2}|next)$/i.test(option);
  return says(module) || (module === undefined && says(moduleResolution));
}

function settingsOf(options: CompilerOptions): TransformSettings {
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

function jsxOf(options: CompilerOptions): NonNullable<TransformSettings["jsx"]> {
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
