import type { MagicString } from "magic-string";
import type { Program } from "oxc-parser";
import { type Guard, guardFor, hoistedRanges } from "./dead-zone.ts";
import type { DeclaredVariable } from "./declared-names.ts";
import { hasValue, type Name, type Names } from "../names.ts";
import type { Reach } from "./reach.ts";
import type { Reference } from "../syntax/scope.ts";
import { targetOf } from "./pattern-targets.ts";

type Cell = {
  readonly program: Program;
  readonly references: readonly Reference[];
  readonly declared: ReadonlyMap<string, DeclaredVariable>;
  readonly names: Names;
  readonly reserved: ReadonlySet<string>;
  /** The offsets of names declared by a pattern or the head of a loop. */
  readonly targetPlaces: ReadonlySet<number>;
};

/** Points each use of a notebook's name to its variable, guarded when it may come too early. */
export function rewriteReferences(text: MagicString, cell: Cell, reach: Reach): void {
  const { program, references, declared, names, reserved, targetPlaces } = cell;
  let hoisted: ReturnType<typeof hoistedRanges> | undefined;
  const isHoisted = (at: number): boolean =>
    (hoisted ??= hoistedRanges(program)).some(({ start, end }) => start <= at && at < end);
  for (const reference of references) {
    const { name, start, kind } = reference;
    const own = declared.get(name);
    const known = own ?? names.get(name);
    if (!known) continue;
    if (!own && !hasValue(known)) {
      // Without a value in the notebook, the name refers to the global.
      if (!reserved.has(name)) replace(text, reference, valuelessPlace(reference, known, reach));
      continue;
    }
    const target = targetPlaces.has(start) ? `${reach.targets}.${targetOf(name)}` : placeOf(known, kind, reach);
    const guard =
      own && guardFor(reference, own, { isHoisted: isHoisted(start), hasEarlier: hasValue(names.get(name)) });
    if (own && guard) guarded(text, reference, target, guardText(own, guard, reach));
    else if (target !== name) replace(text, reference, target);
  }
}

function placeOf({ name, kind, variable }: Name, use: Reference["kind"], { runtime }: Reach): string {
  const isConstant = kind === "constant" || kind === "import";
  return use === "write" && isConstant ? `${runtime("constants")}.${name}` : variable;
}

function valuelessPlace({ kind }: Reference, { name, kind: known }: Name, { runtime }: Reach): string {
  return `${runtime(kind === "typeof" && known === "forgotten" ? "perhaps" : "forgotten")}.${name}`;
}

function guardText({ name, mark }: DeclaredVariable, guard: Guard, { runtime, marks }: Reach): string {
  return `${marks}[${mark}]||${runtime(guard)}(${JSON.stringify(name)}),`;
}

function replace(text: MagicString, { name, start, end, shorthand }: Reference, target: string): void {
  text.update(start, end, shorthand ? `${name}: ${target}` : target);
}

// A parenthesis at the start of a statement could call the end of the line before.
function guarded(text: MagicString, reference: Reference, target: string, guard: string): void {
  const { kind, assignment, startsStatement } = reference;
  if (kind !== "write") {
    replace(text, reference, startsStatement ? guard + target : `(${guard}${target})`);
    return;
  }
  if (target !== reference.name) replace(text, reference, target);
  if (!assignment) return;
  text.prependRight(assignment.start, assignment.startsStatement ? guard : `(${guard}`);
  if (!assignment.startsStatement) text.appendLeft(assignment.end, ")");
}
