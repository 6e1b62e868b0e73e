import { pathOf } from "../../../project/find-file.ts";
import type { InteropRules } from "./interop.ts";
import { moduleMember } from "../module-runtime.ts";
import { NAMESPACE, decodedNames, STAR, type ImportedName, encodedNames } from "../imports/tagged-imports.ts";

/** A module between one of the project's modules and its import, where the import needs to be adapted. */
export type Facade = {
  readonly kind: "commonjs" | "module" | "notebook";
  readonly rules: InteropRules;
  readonly names: readonly ImportedName[];
  /** The import's specifier; `url` is the URL of the imported module. */
  readonly specifier: string;
  readonly url: string;
};

const FACADE = /^tsnb:(commonjs|module|notebook)\/(types|node)\/([^/]*)\/([^/]*)\/(.*)$/s;

export function facadeUrl({ kind, rules, names, specifier, url }: Facade): string {
  return `tsnb:${kind}/${rules}/${encodedNames(names)}/${encodeURIComponent(specifier)}/${url}`;
}

/** The facade that a URL encodes; undefined for other URLs. */
export function readFacade(facade: string): Facade | undefined {
  const [, kind, rules, names = "", specifier = "", url = ""] = FACADE.exec(facade) ?? [];
  if ((kind !== "commonjs" && kind !== "module" && kind !== "notebook") || (rules !== "types" && rules !== "node"))
    return undefined;
  return { kind, rules, names: decodedNames(names), specifier: decodeURIComponent(specifier), url };
}

/** True when the exports are known only after the module has run. */
export function isOpen({ kind, names }: Facade): boolean {
  return kind === "commonjs" && names.some(({ key }) => key === STAR);
}

/** The source of a facade; `keys` are the module's exports, needed when the facade is open. */
export function facadeSource(facade: Facade, keys: readonly string[]): string {
  return facade.kind === "module" ? passedOn(facade) : picked(facade, keys);
}

function passedOn({ names, url }: Facade): string {
  const from = JSON.stringify(url);
  const exports = names.map(({ key }) => {
    if (key === STAR) return `export * from ${from};`;
    return key === NAMESPACE ? `export * as "${NAMESPACE}" from ${from};` : `export{${textOf(key)}}from ${from};`;
  });
  return exports.join("");
}

function picked({ rules, names, specifier, url }: Facade, keys: readonly string[]): string {
  const imported = names.flatMap((one) => (one.key === STAR ? keys.map(reExported) : [one]));
  // One name may be imported twice.
  const unique = new Map(imported.map((one) => [one.key, one]));
  const exports = Array.from(unique.values(), ({ key, isOptional }, index) => {
    const wanted = JSON.stringify({ key, rules, specifier, isOptional });
    return `const v${index}=exportOf(own,${wanted});export{v${index} as ${textOf(key)}};`;
  });
  // Calls `required`: after a CommonJS module failed, Node's own import gives later importers nothing and no error.
  const [required, exportOf] = [moduleMember("commonjs", "required"), moduleMember("commonjs", "exportOf")];
  return `const own=${required}(${JSON.stringify(pathOf(url))}),exportOf=${exportOf};${exports.join("")}`;
}

function reExported(key: string): ImportedName {
  return { key, isOptional: true };
}

function textOf(key: string): string {
  return key === "default" ? key : JSON.stringify(key);
}
