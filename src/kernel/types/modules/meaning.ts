import type { CellFacts } from "../facts/cell-facts.ts";
import type { Declaration, Kind, NamespaceNames } from "../facts/declarations.ts";
import type { Language } from "../compiler/language-server.ts";

/** A module that holds one accepted cell. Slots are made in advance and used again: both are quick for the compiler. */
export type Slot = {
  readonly alias: string;
  readonly file: string;
  readonly language: Exclude<Language, "json">;
  uses: ReadonlySet<Slot>;
  isGlobal: boolean;
  isFree: boolean;
  facts: CellFacts | undefined;
  /** What the names of earlier cells meant when the cell was accepted. */
  meanings: ReadonlyMap<string, Entry>;
  origin: string | undefined;
};

/** Where a name was declared last, as a value or as a type. */
export type Source = {
  readonly kind: Kind;
  readonly slot: Slot;
  readonly typeParameters?: Declaration["typeParameters"];
  readonly isInferred?: boolean;
  /** Whether properties may be added to it, as to a function. */
  readonly isFunction?: boolean;
  readonly union?: string;
  readonly documentation: string;
  readonly text: string;
};

/** One of the declarations that make up an interface, or one of the blocks of a namespace. */
type Part = {
  readonly origin: string | undefined;
  readonly heritage: string;
  readonly body: string;
  readonly members: NonNullable<Declaration["members"]>;
  readonly exported: NamespaceNames;
};

/** What a name of the notebook means. */
export type Entry = {
  readonly value?: Source;
  readonly type?: Source;
  /** The function, class or enum that later namespaces, or interfaces of a class, add to. */
  readonly base?: Source;
  /** The cell that last said more about a variable than its declaration: an assignment, an assertion. */
  readonly narrowed?: Slot;
  /** How many cells in a row did, each building on the one before. */
  readonly depth?: number;
  /** The cells that gave properties of a variable their values. */
  readonly properties?: ReadonlyMap<string, Slot>;
  /** The properties that later cells added to a function. */
  readonly added?: ReadonlySet<string>;
  readonly parts: readonly Part[];
};

// Each cell in such a row is read again for the last one, and stays in memory.
const DEEPEST = 8;

/** The cell that knows most about a variable, unless too many cells lead to it for another one to build on. */
export function narrowedFor({ narrowed, depth = 0 }: Entry, isAccepted: boolean): Slot | undefined {
  return isAccepted && depth >= DEEPEST ? undefined : narrowed;
}

/** What a variable of earlier cells means once this cell, which builds on it, said more about it. */
export function narrowedBy(entry: Entry, slot: Slot): Entry {
  const builds = narrowedFor(entry, true) !== undefined;
  return { ...entry, narrowed: slot, depth: builds ? (entry.depth ?? 0) + 1 : 1 };
}

/** The same without what is known beyond the declaration. */
export function asDeclared({ narrowed: _narrowed, depth: _depth, ...entry }: Entry): Entry {
  return entry;
}

/** What a variable means once a cell gave it, or properties of it, new values. */
export function setBy(entry: Entry, slot: Slot, paths: Iterable<string>, isAssigned: boolean): Entry {
  const properties = new Map(isAssigned ? [] : entry.properties);
  for (const path of paths) {
    for (const known of properties.keys()) if (known.startsWith(`${path}.`)) properties.delete(known);
    properties.set(path, slot);
  }
  return { ...entry, properties };
}

/** What a function means once a later cell gave properties of these paths values. */
export function addedTo(name: string, entry: Entry, paths: Iterable<string>): Entry {
  const { value, type, added = [] } = entry;
  if (!value?.isFunction || type) return entry;
  const known = new Set(Array.from(value.slot.facts?.properties.get(name) ?? [], firstName));
  const own = Array.from(paths, firstName).filter((property) => !known.has(property));
  return own.length === 0 ? entry : { ...entry, added: new Set([...added, ...own]) };
}

function firstName(path: string): string {
  return path.split(".")[0] ?? path;
}

/** What a constant array means once functions put things into it: nobody knows when, and so what it holds. */
export function widened(entry: Entry): Entry {
  return entry.value?.kind === "array" ? { ...entry, value: { ...entry.value, kind: "const" } } : entry;
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
export function keptOf(entry: Entry, declarations: readonly Declaration[], origin: string | undefined): Entry {
  const { value, type, narrowed } = entry;
  const base = baseFor(entry, declarations);
  const valueStays =
    value && !base && !declarations.some(isValue) && value.kind !== "import" && value.kind !== "namespace";
  const typeStays = type && !base && !declarations.some(isType) && (type.kind === "interface" || type.kind === "type");
  const merged = declarations.filter(({ kind }) => kind === "interface" || kind === "class" || kind === "namespace");
  const parts = entry.parts.filter(
    (part) =>
      (part.origin === undefined || part.origin !== origin) &&
      merged.length > 0 &&
      merged.every(
        (declaration) => canMerge(part, declaration) || (base && isNamespace(part) !== isNamespace(declaration)),
      ),
  );
  return {
    parts,
    ...(base ? { base } : {}),
    ...(valueStays ? { value } : {}),
    ...(typeStays ? { type } : {}),
    ...(valueStays && narrowed ? { narrowed } : {}),
  };
}

/** What these declarations add to: a namespace to a function, a class or an enum, an interface to a class. */
function baseFor({ base }: Entry, declarations: readonly Declaration[]): Source | undefined {
  const adds = ({ kind }: Declaration) => kind === "namespace" || (kind === "interface" && base?.kind === "class");
  return declarations.every(adds) ? base : undefined;
}

/** Whether a declaration, or what is kept of one, is a namespace with something in it. */
export function isNamespace({ exported }: Pick<Declaration, "exported">): boolean {
  return exported !== undefined && exported.size > 0;
}

// Two interfaces that say different things about one member are the same interface, written anew.
function canMerge(part: Part, { kind, members }: Declaration): boolean {
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
export function updateEntry(
  kept: Entry | undefined,
  declarations: readonly Declaration[],
  slot: Slot,
  origin: string | undefined,
  narrowed: Slot | undefined,
): Entry {
  const own = declarations.filter(({ kind }) => MERGING.has(kind));
  const value = declarations.findLast(isValue);
  const type = declarations.findLast(isType);
  const parts = declarations.flatMap(({ kind, members, heritage, body, exported }): Part[] =>
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
  const all = { parts: [...(kept?.parts ?? []), ...parts] };
  const { base } = kept ?? {};
  if (base) return { ...all, base, value: { ...base, slot }, type: { ...base, slot } };
  const newest = narrowed ?? (value ? undefined : kept?.narrowed);
  return {
    ...all,
    ...(value ? { value: sourceOf(value, slot) } : kept?.value ? { value: kept.value } : {}),
    ...(type ? { type: sourceOf(type, slot) } : kept?.type ? { type: kept.type } : {}),
    ...(newest ? { narrowed: newest } : {}),
    ...baseOf(own, slot),
  };
}

// Overloads and the parts of an enum are one base.
function baseOf(own: readonly Declaration[], slot: Slot): Pick<Entry, "base"> {
  const last = own.at(-1);
  if (!last) return {};
  const text = own.map((declaration) => declaration.text).join("\n");
  return { base: sourceOf({ ...last, text }, slot) };
}

function sourceOf(declaration: Declaration, slot: Slot): Source {
  const { kind, typeParameters, isInferred, union, documentation, text, value } = declaration;
  const rest = {
    ...(kind === "function" || value?.isFunction ? { isFunction: true } : {}),
    ...(typeParameters ? { typeParameters } : {}),
    ...(isInferred ? { isInferred } : {}),
    ...(union === undefined ? {} : { union }),
  };
  return { kind, slot, documentation, text, ...rest };
}

/** The cells that a name needs. */
export function slotsOf({ value, type, narrowed, properties }: Entry): Slot[] {
  return [value?.slot, type?.slot, narrowed, ...(properties?.values() ?? [])].filter((slot) => slot !== undefined);
}
