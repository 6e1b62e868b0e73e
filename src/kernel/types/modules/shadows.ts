import type { Meaning } from "./cell-module.ts";
import type { CellFacts } from "../facts/cell-facts.ts";
import type { Declaration, Kind } from "../facts/declarations.ts";
import { shadowOf } from "./reserved-names.ts";

const ANEW: ReadonlySet<Kind> = new Set<Kind>(["const", "let", "auto", "array", "letArray", "class"]);

/**
 * Renames the reads of an earlier value in a cell that declares the name again: `df` on the right of
 * `const df = df.head()`.
 *
 * @returns the code, with its length unchanged, and the earlier name for each stand-in.
 */
export function shadowed(
  { code, direct, nested }: CellFacts,
  declared: ReadonlyMap<string, readonly Declaration[]>,
  meanings: ReadonlyMap<string, Meaning>,
): { code: string; shadows: ReadonlyMap<string, string> } {
  const shadows = new Map<string, string>();
  let text = code;
  for (const [name, declarations] of declared) {
    const [declaration] = declarations;
    if (!declaration || !ANEW.has(declaration.kind) || !meanings.get(name)?.value) continue;
    const { start, value } = declaration;
    const inValue = (at: number) => value !== undefined && !value.isFunction && value.start <= at && at < value.end;
    const own = direct.filter((use) => use.name === name && use.kind === "read" && !use.shorthand);
    const early = own.filter((use) => use.start < start || inValue(use.start));
    const isRead = early.some((use) => inValue(use.start));
    const inner = nested.filter((use) => use.name === name && isRead && inValue(use.start) && !use.shorthand);
    if (early.length === 0) continue;
    const shadow = shadowOf(name, shadows.size);
    shadows.set(shadow, name);
    for (const use of [...early, ...inner]) text = text.slice(0, use.start) + shadow + text.slice(use.end);
  }
  return { code: text, shadows };
}
