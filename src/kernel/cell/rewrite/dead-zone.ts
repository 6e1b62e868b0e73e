import type { Program } from "oxc-parser";
import { unexported } from "../syntax/ast.ts";
import type { DeclaredVariable } from "./declared-names.ts";
import type { Reference } from "../syntax/scope.ts";

/**
 * A check before the use of a name. `early`: its declaration in this cell must have run, as in JavaScript's
 * temporal dead zone. `missing`: it must have a value, which it lacks when the cell ended before its declaration.
 */
export type Guard = "early" | "missing";

/** The ranges of functions that can be called before the statements above them have run. */
export function hoistedRanges({ body }: Program): { readonly start: number; readonly end: number }[] {
  return body.filter((statement) => unexported(statement).type === "FunctionDeclaration");
}

/**
 * The guard for a use of one of the cell's own names. Most uses need none, because they run after the declaration.
 * Before it, the value of an earlier cell may be read: `const df = df.head()`.
 */
export function guardFor(
  { start, kind, isDeferred }: Reference,
  { kind: declaredAs, hasDeadZone, end, statementEnd, value }: DeclaredVariable,
  { isHoisted, hasEarlier }: { readonly isHoisted: boolean; readonly hasEarlier: boolean },
): Guard | undefined {
  if (declaredAs === "function" || kind === "declare") return undefined;
  if (!hasDeadZone) return isDeferred && (isHoisted || start < statementEnd) ? "missing" : undefined;
  if (!isHoisted && start >= end) return undefined;
  if (!isDeferred) return hasEarlier && kind !== "write" ? undefined : "early";
  const isInValue = value !== undefined && value.start <= start && start < value.end;
  return isInValue && (value.isFunction || hasEarlier) ? undefined : "early";
}
