import type { Declaration, Kind } from "../facts/declarations.ts";
import type { CellModule, Meaning, MergedPart, NameSource } from "./cell-module.ts";

// For the last module of such a chain, the compiler reads all others again, and all stay in memory.
const MOST_REFINERS = 8;

/** The refining module to read a variable from; undefined when the chain is too long for another cell to build on. */
export function refinerFor({ refiner, refiners = 0 }: Meaning, isAccepted: boolean): CellModule | undefined {
  return isAccepted && refiners >= MOST_REFINERS ? undefined : refiner;
}

/** The meaning of an earlier variable after this cell refined it. */
export function refinedBy(meaning: Meaning, module: CellModule): Meaning {
  const builds = refinerFor(meaning, true) !== undefined;
  return { ...meaning, refiner: module, refiners: builds ? (meaning.refiners ?? 0) + 1 : 1 };
}

/** The meaning as declared, without refinements. */
export function asDeclared({ refiner: _narrowed, refiners: _depth, ...meaning }: Meaning): Meaning {
  return meaning;
}

/** The meaning of a variable after a cell assigned to it or to its properties. */
export function setBy(meaning: Meaning, module: CellModule, paths: Iterable<string>, isAssigned: boolean): Meaning {
  const properties = new Map(isAssigned ? [] : meaning.properties);
  for (const path of paths) {
    for (const known of properties.keys()) if (known.startsWith(`${path}.`)) properties.delete(known);
    properties.set(path, module);
  }
  return { ...meaning, properties };
}

/** The meaning of a function after a later cell set its properties at these paths. */
export function addedTo(name: string, meaning: Meaning, paths: Iterable<string>): Meaning {
  const { value, type, added = [] } = meaning;
  if (!value?.isFunction || type) return meaning;
  const known = new Set(Array.from(value.module.facts?.properties.get(name) ?? [], firstName));
  const own = Array.from(paths, firstName).filter((property) => !known.has(property));
  return own.length === 0 ? meaning : { ...meaning, added: new Set([...added, ...own]) };
}

function firstName(path: string): string {
  return path.split(".")[0] ?? path;
}

/**
 * The meaning of a constant array that functions add to. Its element type is unknown, because nobody knows when the
 * functions are called.
 */
export function widened(meaning: Meaning): Meaning {
  return meaning.value?.kind === "array" ? { ...meaning, value: { ...meaning.value, kind: "const" } } : meaning;
}

const VARIABLES: ReadonlySet<Kind> = new Set<Kind>(["const", "let", "auto", "array", "letArray"]);
const VALUES: ReadonlySet<Kind> = new Set<Kind>([...VARIABLES, "function", "class", "enum", "namespace", "import"]);
const MERGING: ReadonlySet<Kind> = new Set<Kind>(["function", "class", "enum"]);
const TYPES: ReadonlySet<Kind> = new Set<Kind>(["class", "enum", "namespace", "import", "interface", "type"]);

export function isVariable(kind: Kind | undefined): boolean {
  return kind !== undefined && VARIABLES.has(kind);
}

/** True for a variable whose type comes from the elements added to it. */
export function isArray(kind: Kind | undefined): kind is "array" | "letArray" {
  return kind === "array" || kind === "letArray";
}

export function isValue({ kind }: { kind: Kind }): boolean {
  return VALUES.has(kind);
}

export function isType({ kind }: { kind: Kind }): boolean {
  return TYPES.has(kind);
}

/** The part of an earlier meaning that still holds when a cell declares the name again. */
export function carryOver(meaning: Meaning, declarations: readonly Declaration[], origin: string | undefined): Meaning {
  const { value, type, refiner } = meaning;
  const mergeTarget = mergeTargetFor(meaning, declarations);
  const valueStays =
    value && !mergeTarget && !declarations.some(isValue) && value.kind !== "import" && value.kind !== "namespace";
  const typeStays =
    type && !mergeTarget && !declarations.some(isType) && (type.kind === "interface" || type.kind === "type");
  const merged = declarations.filter(({ kind }) => kind === "interface" || kind === "class" || kind === "namespace");
  const mergedParts = meaning.mergedParts.filter(
    (part) =>
      (part.origin === undefined || part.origin !== origin) &&
      merged.length > 0 &&
      merged.every(
        (declaration) => canMerge(part, declaration) || (mergeTarget && isNamespace(part) !== isNamespace(declaration)),
      ),
  );
  return {
    mergedParts,
    ...(mergeTarget ? { mergeTarget } : {}),
    ...(valueStays ? { value } : {}),
    ...(typeStays ? { type } : {}),
    ...(valueStays && refiner ? { refiner } : {}),
  };
}

/** The target that these declarations merge with: any kind for a namespace, a class for an interface. */
function mergeTargetFor({ mergeTarget }: Meaning, declarations: readonly Declaration[]): NameSource | undefined {
  const adds = ({ kind }: Declaration) =>
    kind === "namespace" || (kind === "interface" && mergeTarget?.kind === "class");
  return declarations.every(adds) ? mergeTarget : undefined;
}

/** True for a namespace that exports something, as a declaration or as a kept block. */
export function isNamespace({ exported }: Pick<Declaration, "exported">): boolean {
  return exported !== undefined && exported.size > 0;
}

// An interface that gives a member another type replaces the earlier interface.
function canMerge(part: MergedPart, { kind, members }: Declaration): boolean {
  if (isNamespace(part) !== (kind === "namespace")) return false;
  for (const [key, text] of members ?? []) {
    if (part.members.has(key) && squeeze(part.members.get(key)) !== squeeze(text)) return false;
  }
  return true;
}

function squeeze(text: string | undefined): string | undefined {
  return text?.replaceAll(/[\s;,]+/g, " ").trim();
}

/** The meaning of a name after a cell that declares it is accepted. */
export function declaredBy(
  carriedOver: Meaning | undefined,
  declarations: readonly Declaration[],
  module: CellModule,
  origin: string | undefined,
  refiner: CellModule | undefined,
): Meaning {
  const own = declarations.filter(({ kind }) => MERGING.has(kind));
  const value = declarations.findLast(isValue);
  const type = declarations.findLast(isType);
  const mergedParts = declarations.flatMap(({ kind, members, heritage, body, exported }): MergedPart[] =>
    kind === "interface" || kind === "namespace"
      ? [
          {
            origin,
            heritage: heritage ?? "",
            body: body ?? "",
            members: members ?? new Map(),
            exported: exported ?? new Map(),
          },
        ]
      : [],
  );
  const all = { mergedParts: [...(carriedOver?.mergedParts ?? []), ...mergedParts] };
  const { mergeTarget } = carriedOver ?? {};
  if (mergeTarget) return { ...all, mergeTarget, value: { ...mergeTarget, module }, type: { ...mergeTarget, module } };
  const newest = refiner ?? (value ? undefined : carriedOver?.refiner);
  return {
    ...all,
    ...(value ? { value: sourceOf(value, module) } : carriedOver?.value ? { value: carriedOver.value } : {}),
    ...(type ? { type: sourceOf(type, module) } : carriedOver?.type ? { type: carriedOver.type } : {}),
    ...(newest ? { refiner: newest } : {}),
    ...mergeTargetOf(own, module),
  };
}

// Overloads form one target, as do the parts of an enum.
function mergeTargetOf(own: readonly Declaration[], module: CellModule): Pick<Meaning, "mergeTarget"> {
  const last = own.at(-1);
  if (!last) return {};
  const text = own.map((declaration) => declaration.text).join("\n");
  return { mergeTarget: sourceOf({ ...last, text }, module) };
}

function sourceOf(declaration: Declaration, module: CellModule): NameSource {
  const { kind, typeParameters, isInferred, union, documentation, text, value } = declaration;
  const rest = {
    ...(kind === "function" || value?.isFunction ? { isFunction: true } : {}),
    ...(typeParameters ? { typeParameters } : {}),
    ...(isInferred ? { isInferred } : {}),
    ...(union === undefined ? {} : { union }),
  };
  return { kind, module, documentation, text, ...rest };
}

/** The modules that a name's meaning reads. */
export function modulesOf({ value, type, refiner, properties }: Meaning): CellModule[] {
  return [value?.module, type?.module, refiner, ...(properties?.values() ?? [])].filter(
    (module) => module !== undefined,
  );
}
