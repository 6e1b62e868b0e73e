import type { Program } from "oxc-parser";
import { unexported } from "./ast.ts";
import type { Declared } from "./declared.ts";
import type { Reference } from "./scope.ts";

/**
 * What a use of a name must ask first: `early`, whether the name is declared by now, as JavaScript does
 * between the beginning of a scope and the declaration; `missing`, whether the name has any value, which it
 * has not when the cell ended before its declaration.
 */
export type Guard = "early" | "missing";

/** Where functions stand that can be called before the statements above them ran. */
export function hoistedRanges({ body }: Program): { readonly start: number; readonly end: number }[] {
  return body.filter((statement) => unexported(statement).type === "FunctionDeclaration");
}

/**
 * The guard that a use of one of a cell's own names needs; most need none, because they run after the
 * declaration. A value of an earlier cell may be read until then: `const df = df.head()` means that one.
 */
export function guardFor(
  { start, kind, isDeferred }: Reference,
  { kind: declaredAs, hasDeadZone, end, statementEnd, value }: Declared,
  { isHoisted, hasEarlier }: { readonly isHoisted: boolean; readonly hasEarlier: boolean },
): Guard | undefined {
  if (declaredAs === "function" || kind === "declare") return undefined;
  if (!hasDeadZone) return isDeferred && (isHoisted || start < statementEnd) ? "missing" : undefined;
  if (!isHoisted && start >= end) return undefined;
  if (!isDeferred) return hasEarlier && kind !== "write" ? undefined : "early";
  const isInValue = value !== undefined && value.start <= start && start < value.end;
  return isInValue && (value.isFunction || hasEarlier) ? undefined : "early";
}
