import type { DynamicRules } from "../module-runtime.ts";
import { NAMESPACE, taggedSpecifier, WHOLE } from "./tagged-imports.ts";

type Namespace = { readonly [key: string]: unknown };

export type TaggedImport = DynamicRules & {
  /** The names that a static import takes from a notebook. */
  readonly names?: readonly string[] | undefined;
};

/** Imports as `import()` does, and applies the interop rules to CommonJS modules. */
export async function importTagged(
  { rules, load, names }: TaggedImport,
  specifier: unknown,
  options?: ImportCallOptions,
): Promise<Namespace> {
  // An import without names runs the whole notebook.
  const keys = names?.length === 0 ? [WHOLE] : (names ?? []);
  const tag = { rules, names: keys.map((key) => ({ key, isOptional: true })), specifier: String(specifier) };
  const module = await load(taggedSpecifier(tag), options);
  const whole = Object.hasOwn(module, NAMESPACE) ? module[NAMESPACE] : undefined;
  return isNamespace(whole) ? whole : module;
}

function isNamespace(value: unknown): value is Namespace {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
