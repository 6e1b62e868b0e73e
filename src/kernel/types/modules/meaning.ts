import type { CellFacts } from "../facts/cell-facts.ts";
import type { Declaration, Kind, NamespaceNames } from "../facts/declarations.ts";
import type { Language } from "../compiler/language-server.ts";

/** A module that holds one accepted cell. Slots are made in advance and used again: both are quick for the compiler. */
export type CellModule = {
  readonly alias: string;
  readonly file: string;
  readonly language: Exclude<Language, "json">;
  uses: ReadonlySet<CellModule>;
  isGlobal: boolean;
  isFree: boolean;
  facts: CellFacts | undefined;
  /** What the names of earlier cells meant when the cell was accepted. */
  usedMeanings: ReadonlyMap<string, Meaning>;
  origin: string | undefined;
};

/** Where a name was declared last, as a value or as a type. */
export type Source = {
  readonly kind: Kind;
  readonly module: CellModule;
  readonly typeParameters?: Declaration["typeParameters"];
  readonly isInferred?: boolean;
  /** Whether properties may be added to it, as to a function. */
  readonly isFunction?: boolean;
  readonly union?: string;
  readonly documentation: string;
  readonly text: string;
};

/** One of the declarations that make up an interface, or one of the blocks of a namespace. */
type MergedPart = {
  readonly origin: string | undefined;
  readonly heritage: string;
  readonly body: string;
  readonly members: NonNullable<Declaration["members"]>;
  readonly exported: NamespaceNames;
};

/** What a name of the notebook means. */
export type Meaning = {
  readonly value?: Source;
  readonly type?: Source;
  /** The function, class or enum that later namespaces, or interfaces of a class, add to. */
  readonly mergeTarget?: Source;
  /** The cell that last said more about a variable than its declaration: an assignment, an assertion. */
  readonly refiner?: CellModule;
  /** How many cells in a row did, each building on the one before. */
  readonly refiners?: number;
  /** The cells that gave properties of a variable their values. */
  readonly properties?: ReadonlyMap<string, CellModule>;
  /** The properties that later cells added to a function. */
  readonly added?: ReadonlySet<string>;
  readonly mergedParts: readonly MergedPart[];
};

// Each cell in such a row is read again for the last one, and stays in memory.
const MOST_REFINERS = 8;

/** The cell that knows most about a variable, unless too many cells lead to it for another one to build on. */
export function refinerFor({ refiner, refiners = 0 }: Meaning, isAccepted: boolean): CellModule | undefined {
  return isAccepted && refiners >= MOST_REFINERS ? undefined : refiner;
}

/** What a variable of earlier cells means once this cell, which builds on it, said more about it. */
export function refinedBy(meaning: Meaning, module: CellModule): Meaning {
  const builds = refinerFor(meaning, true) !== undefined;
  return { ...meaning, refiner: module, refiners: builds ? (meaning.refiners ?? 0) + 1 : 1 };
}

/** The same without what is known beyond the declaration. */
export function asDeclared({ refiner: _narrowed, refiners: _depth, ...meaning }: Meaning): Meaning {
  return meaning;
}

/** What a variable means once a cell gave it, or properties of it, new values. */
export function setBy(meaning: Meaning, module: CellModule, paths: Iterable<string>, isAssigned: boolean): Meaning {
  const properties = new Map(isAssigned ? [] : meaning.properties);
  for (const path of paths) {
    for (const known of properties.keys()) if (known.startsWith(`${path}.`)) properties.delete(known);
    properties.set(path, module);
  }
  return { ...meaning, properties };
}

/** What a function means once a later cell gave properties of these paths values. */
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

/** What a constant array means once functions put things into it: nobody knows when, and so what it holds. */
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

/** Whether a name is a variable whose type is what is put into it. */
export function isArray(kind: Kind | undefined): kind is "array" | "letArray" {
  return kind === "array" || kind === "letArray";
}

export function isValue({ kind }: { kind: Kind }): boolean {
  return VALUES.has(kind);
}

export function isType({ kind }: { kind: Kind }): boolean {
  return TYPES.has(kind);
}

/** What an earlier meaning of a name keeps when a cell declares the name anew. */
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

/** What these declarations add to: a namespace to a function, a class or an enum, an interface to a class. */
function mergeTargetFor({ mergeTarget }: Meaning, declarations: readonly Declaration[]): Source | undefined {
  const adds = ({ kind }: Declaration) =>
    kind === "namespace" || (kind === "interface" && mergeTarget?.kind === "class");
  return declarations.every(adds) ? mergeTarget : undefined;
}

/** Whether a declaration, or what is kept of one, is a namespace with something in it. */
export function isNamespace({ exported }: Pick<Declaration, "exported">): boolean {
  return exported !== undefined && exported.size > 0;
}

// Two interfaces that say different things about one member are the same interface, written anew.
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

/** What a name means once a cell that declares it is accepted. */
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

// Overloads and the parts of an enum are one base.
function mergeTargetOf(own: readonly Declaration[], module: CellModule): Pick<Meaning, "mergeTarget"> {
  const last = own.at(-1);
  if (!last) return {};
  const text = own.map((declaration) => declaration.text).join("\n");
  return { mergeTarget: sourceOf({ ...last, text }, module) };
}

function sourceOf(declaration: Declaration, module: CellModule): Source {
  const { kind, typeParameters, isInferred, union, documentation, text, value } = declaration;
  const rest = {
    ...(kind === "function" || value?.isFunction ? { isFunction: true } : {}),
    ...(typeParameters ? { typeParameters } : {}),
    ...(isInferred ? { isInferred } : {}),
    ...(union === undefined ? {} : { union }),
  };
  return { kind, module, documentation, text, ...rest };
}

/** The cells that a name needs. */
export function modulesOf({ value, type, refiner, properties }: Meaning): CellModule[] {
  return [value?.module, type?.module, refiner, ...(properties?.values() ?? [])].filter(
    (module) => module !== undefined,
  );
}
