import { MagicString } from "magic-string";
import type { Program } from "oxc-parser";
import { type DeclaredVariable, declaredVariables, nestedVars } from "./declared-names.ts";
import { hasValue, type Name } from "../names.ts";
import { loopHeads } from "./rewrite-nested-vars.ts";
import { REACH } from "./reach.ts";
import { rewriteReferences } from "./rewrite-references.ts";
import type { RewriteContext } from "./rewrite-context.ts";
import { HELPERS, member, RUNTIME } from "../runtime-interface.ts";
import { referencesIn } from "../syntax/scope.ts";
import { rewriteStatements } from "./rewrite-statements.ts";
import { rewriteSuspensions } from "./rewrite-suspensions.ts";
import { targetsIn, targetsText } from "./pattern-targets.ts";

/** A script that evaluates to a function from the runtime and `require` to the cell as an async function. */
export type RewrittenCell = {
  readonly code: string;
  readonly mappings: () => string;
  /** The declared names, in the order of their marks. */
  readonly declared: readonly Name[];
};

/**
 * Turns a module into a script. Its top-level names become variables that outlive it. Its last expression is returned
 * as the only item of `values`, in an object without a prototype, because cells may give all other objects a `then`.
 * The array keeps V8 from reporting an error of the expression at another place.
 *
 * Each declaration sets its mark when it has run. Variables without a value yet hold the runtime's `none`.
 */
export function rewriteCell(code: string, program: Program, context: RewriteContext): RewrittenCell {
  const text = new MagicString(code);
  const nested = nestedVars(program, code);
  const declared = declaredVariables(program, nested, context);
  const vars = [...nested.values()].flat();
  const heads = new Set(vars.length > 0 ? program.body.flatMap(loopHeads) : []);
  const targets = targetsIn(program, code, vars, heads);
  const references = referencesIn(program.body);
  const targetPlaces = new Set(targets.map(({ start }) => start));
  rewriteReferences(text, { ...context, program, references, declared, targetPlaces }, REACH);
  if (/\b(?:await|import)\b/.test(code)) rewriteSuspensions(text, program);
  rewriteStatements(text, { program, references, declared, nested, heads, targets, context }, REACH);
  if (program.hashbang) text.remove(0, program.hashbang.end);
  text.prepend(`${opening(declared, context)}${targetsText(targets, declared, REACH)}\n`);
  text.append("\n}))");
  return {
    code: text.toString(),
    mappings: () => text.generateMap({ hires: "boundary" }).mappings,
    declared: [...declared.values()],
  };
}

function opening(declared: ReadonlyMap<string, DeclaredVariable>, { names, usesHelpers }: RewriteContext): string {
  const parameters = declared.has("require") || names.has("require") ? RUNTIME : `${RUNTIME},require`;
  const start = `((${parameters})=>(async function(){"use strict";${usesHelpers ? `const ${HELPERS}=${member("helpers")};` : ""}`;
  if (declared.size === 0) return start;
  const own = [...declared.values()];
  const fresh = own.filter(({ name, lexical }) => lexical && !names.get(name)?.lexical);
  const valueless = own.filter(
    ({ name, lexical, kind }) => lexical && kind !== "function" && !hasValue(names.get(name)),
  );
  const isLoose = ({ kind, hasDeadZone }: DeclaredVariable): boolean => !hasDeadZone && kind !== "import";
  return [
    fresh.length > 0 ? `let ${variables(fresh).join(",")};` : "",
    start,
    `const ${REACH.marks}=${member("marks")};`,
    assignment(
      valueless.filter((one) => !isLoose(one)),
      member("none"),
    ),
    assignment(
      valueless.filter((one) => isLoose(one) && names.has(one.name)),
      "void 0",
    ),
  ].join("");
}

function assignment(names: readonly Name[], value: string): string {
  return names.length > 0 ? `${variables(names).join("=")}=${value};` : "";
}

function variables(names: readonly Name[]): string[] {
  return names.map(({ variable }) => variable);
}
