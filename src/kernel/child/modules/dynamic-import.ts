import type { InteropRules } from "./interop.ts";
import { taggedSpecifier, NAMESPACE } from "./tagged-imports.ts";

type Namespace = { readonly [key: string]: unknown };
type Load = (specifier: string, options?: ImportCallOptions) => Promise<Namespace>;

/** Imports as `import()` does, and applies the interop rules to CommonJS modules. */
export async function importTagged(
  rules: InteropRules,
  load: Load,
  specifier: unknown,
  options?: ImportCallOptions,
): Promise<Namespace> {
  const module = await load(taggedSpecifier({ rules, names: [], specifier: String(specifier) }), options);
  const whole = Object.hasOwn(module, NAMESPACE) ? module[NAMESPACE] : undefined;
  return isNamespace(whole) ? whole : module;
}

function isNamespace(value: unknown): value is Namespace {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
