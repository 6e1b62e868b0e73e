import { type CellFacts, wordsIn } from "./cell-facts.ts";
import { byName, type Declaration, type Kind, type NamespaceNames } from "./declarations.ts";
import { END, LIVE, SLOT } from "./marks.ts";
import { type Entry, isVariable, keptOf, type Slot, type Source, slotsOf } from "./names.ts";
import { shadowed } from "./shadows.ts";

/** A cell as a module of its own, in which the names of earlier cells have their types. */
export type CellDocument = {
  readonly text: string;
  /** The line of the module that the cell starts on, from 0. */
  readonly firstLine: number;
  /** What the module's own names stand for. */
  readonly shadows: ReadonlyMap<string, string>;
  /** What the names of earlier cells are. */
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly uses: ReadonlySet<Slot>;
  /** Whether a variable is taken for more than its declaration says. */
  readonly isNarrowed: boolean;
  /** The names declared by the cell, with what earlier meanings add. */
  readonly kept: ReadonlyMap<string, Entry | undefined>;
  /** The variables that later cells may know more about than their declaration says. */
  readonly ended: readonly string[];
};

export type DocumentOptions = {
  /** The file name of the module of all slots. */
  readonly hub: string;
  /**
   * What variables of earlier cells are: what their declaration says, or what they are known to be after
   * the cells so far.
   */
  readonly reading: "narrowed" | "declared";
  /** The notebook's cell: what it said when it ran before is forgotten. */
  readonly origin?: string | undefined;
  /** Whether later cells are to see its names. */
  readonly isAccepted?: boolean;
};

const HEADER = /^[^\S\n]*(?:\/\/\/[^\S\n]*<reference .*|(?:\/\/|\/\*\*?)[^\S\n]*@jsx.*)$/gm;

/** Writes the module of a cell: the names it uses from earlier cells, its own text, and what it leaves. */
export function buildDocument(
  facts: CellFacts,
  entries: ReadonlyMap<string, Entry>,
  { hub, reading, origin, isAccepted = false }: DocumentOptions,
): CellDocument {
  const declared = byName(facts.declarations);
  const { code, shadows } = shadowed(facts, declared, entries);
  const writer = new Preamble(reading);
  const kept = new Map<string, Entry | undefined>();
  for (const [name, declarations] of declared) {
    const entry = entries.get(name);
    kept.set(name, entry && keptOf(entry, declarations, origin));
    if (entry) writer.keep(name, entry, declarations, origin);
  }
  for (const [shadow, name] of shadows) {
    const entry = entries.get(name);
    if (entry) writer.bind(name, entry, shadow);
  }
  const kinds = new Map<string, Kind>();
  const bound = new Set<string>();
  const jsx = facts.language === "typescriptreact" ? ["React", "h", "Fragment"] : [];
  // What is kept of earlier declarations uses names of its own.
  for (let words = new Set([...facts.words, ...jsx]); words.size > 0; words = writer.takeWords()) {
    for (const name of words) {
      const entry = entries.get(name);
      if (!entry || declared.has(name) || bound.has(name)) continue;
      bound.add(name);
      writer.bind(name, entry, name);
      const source = entry.value ?? entry.type;
      if (source) kinds.set(name, source.kind);
    }
  }
  const ended = isAccepted ? endedIn(facts, declared, kinds) : [];
  const left = isAccepted ? [...declared.keys()].filter((name) => !facts.exported.has(name)) : [];
  const headers = Array.from(code.matchAll(HEADER), ([header]) => `${header}\n`).join("");
  const exported = left.length > 0 ? ` export { ${left.join(", ")} };` : "";
  const preamble = `${headers}import { ${writer.imports().join(", ")} } from "./${hub}"; ${writer.text()}${exported}\n`;
  const ends = ended.map((name) => `export const ${name}${END} = ${name};`).join("\n");
  return {
    text: `${preamble}${code}${ends === "" ? "" : `\n;${ends}`}`,
    firstLine: preamble.split("\n").length - 1,
    shadows,
    kinds,
    uses: writer.uses,
    isNarrowed: writer.isNarrowed,
    kept,
    ended,
  };
}

function endedIn(
  { assigned, narrows, words }: CellFacts,
  declared: ReadonlyMap<string, readonly Declaration[]>,
  kinds: ReadonlyMap<string, Kind>,
): string[] {
  const ended: string[] = [];
  for (const [name, kind] of kinds) {
    if (isVariable(kind) && (assigned.has(name) || (narrows && words.has(name)))) ended.push(name);
  }
  for (const [name, declarations] of declared) {
    const variable = declarations.find(({ kind }) => isVariable(kind));
    if (!variable) continue;
    if (assigned.has(name) || narrows || (variable.kind === "let" && variable.value)) ended.push(name);
  }
  return ended;
}

/** The statements before a cell that give the names of earlier cells their meaning. */
class Preamble {
  readonly uses = new Set<Slot>();
  isNarrowed = false;
  readonly #reading: DocumentOptions["reading"];
  readonly #statements: string[] = [];
  #words = new Set<string>();
  #usesLive = false;

  constructor(reading: DocumentOptions["reading"]) {
    this.#reading = reading;
  }

  text(): string {
    return this.#statements.join(" ");
  }

  imports(): string[] {
    return [...Array.from(this.uses, ({ alias }) => alias), ...(this.#usesLive ? [LIVE] : [])];
  }

  /** The words of the statements written since the last time. */
  takeWords(): Set<string> {
    const words = this.#words;
    this.#words = new Set();
    return words;
  }

  /** Declares a name of earlier cells, under this or another name. */
  bind(name: string, entry: Entry, as: string): void {
    const { value, type } = entry;
    for (const slot of slotsOf(entry)) this.uses.add(slot);
    const isSplit = value && (isVariable(value.kind) || (type && type.slot !== value.slot));
    if (isSplit) {
      this.#writeValue(name, value, entry.narrowed, as);
      if (type) this.#writeType(name, type, as);
    } else {
      const source = value ?? type;
      if (source) this.#statements.push(`import ${as} = ${source.slot.alias}.${name};`);
    }
  }

  /** Adds what an earlier meaning of a name keeps beside the cell's own declarations of it. */
  keep(name: string, entry: Entry, declarations: readonly Declaration[], origin: string | undefined): void {
    const { value, type, narrowed, parts } = keptOf(entry, declarations, origin);
    if (value) this.#writeValue(name, value, narrowed, name);
    if (type) this.#writeType(name, type, name);
    const merged = declarations.find(({ kind }) => kind === "interface" || kind === "class" || kind === "namespace");
    if (!merged) return;
    const { declared = "", used = "" } = merged.typeParameters ?? {};
    if (merged.kind === "interface" && entry.type?.kind === "class") {
      const parameters = entry.type.typeParameters ? used : "";
      this.#write(
        `interface ${name}${declared} extends ${this.#use(entry.type.slot)}.${name}${parameters} {}`,
        declared,
      );
    }
    for (const { heritage, body, exported } of parts) {
      if (merged.kind === "namespace") {
        if (entry.value)
          this.#write(namespaceText(name, `${this.#use(entry.value.slot)}.${name}`, exported, merged.exported), "");
      } else {
        const text = `interface ${name}${declared}${heritage === "" ? "" : ` extends ${heritage}`} {${body}\n}`;
        this.#write(text, text);
      }
    }
  }

  #writeValue(name: string, source: Source, narrowed: Slot | undefined, as: string): void {
    const { kind, documentation } = source;
    const slot = this.#use(source.slot);
    const isNarrowed = narrowed !== undefined && this.#reading === "narrowed" && isVariable(kind);
    const end = narrowed && isNarrowed ? `${this.#use(narrowed)}.${name}${END}` : "";
    if (isNarrowed) this.isNarrowed = true;
    // On a line of its own, or it would belong to the statement before.
    const comment = documentation === "" ? "" : `\n${documentation}\n`;
    if (kind === "auto") {
      this.#statements.push(isNarrowed ? `let ${as}; ${as} = null! as typeof ${end};` : `declare let ${as}: any;`);
      return;
    }
    const live = isNarrowed ? `${LIVE}<typeof ${end}, typeof ${slot}.${name}>` : `typeof ${slot}.${name}`;
    if (isNarrowed) this.#usesLive = true;
    if (kind === "let") {
      this.#statements.push(`${comment}declare let ${as}: typeof ${slot}.${name};`);
      if (isNarrowed) this.#statements.push(`${as} = null! as ${live};`);
    } else this.#statements.push(`${comment}declare const ${as}: ${live};`);
  }

  #writeType(name: string, { slot, typeParameters }: Source, as: string): void {
    const { declared = "", used = "" } = typeParameters ?? {};
    this.#write(`type ${as}${declared} = ${this.#use(slot)}.${name}${used};`, declared);
  }

  #write(statement: string, text: string): void {
    this.#statements.push(statement);
    for (const word of wordsIn(text)) if (!word.startsWith(SLOT)) this.#words.add(word);
  }

  #use(slot: Slot): string {
    this.uses.add(slot);
    return slot.alias;
  }
}

function namespaceText(name: string, path: string, names: NamespaceNames, own: NamespaceNames | undefined): string {
  const members = Array.from(names, ([member, inner]) => {
    if (!own?.has(member)) return `export import ${member} = ${path}.${member};`;
    const ownInner = own.get(member);
    return inner && ownInner ? `export ${namespaceText(member, `${path}.${member}`, inner, ownInner)}` : "";
  });
  return `namespace ${name} { ${members.join(" ")} }`;
}
