import { wordsIn } from "../facts/cell-facts.ts";
import type { Declaration, NamespaceNames } from "../facts/declarations.ts";
import { END, KNOWN, LIVE, propertyEnd, MODULE, SURE } from "./reserved-names.ts";
import type { CellModule, Meaning, NameSource } from "./cell-module.ts";
import { isArray, isNamespace, isVariable, carryOver, refinerFor } from "./meaning.ts";

/** The types given to earlier variables: as declared, or as narrowed by the cells so far. */
export type Reading = "narrowed" | "declared";

/** The statements before a cell that define the names of earlier cells. */
export class Preamble {
  readonly uses = new Set<CellModule>();
  isNarrowed = false;
  readonly #reading: Reading;
  readonly #changed: ReadonlySet<string>;
  readonly #isAccepted: boolean;
  readonly #statements: string[] = [];
  #words = new Set<string>();
  #usesLive = false;

  /** @param changed the variables that the cell assigns to or adds elements to. */
  constructor(reading: Reading, changed: ReadonlySet<string>, isAccepted: boolean) {
    this.#reading = reading;
    this.#changed = changed;
    this.#isAccepted = isAccepted;
  }

  text(): string {
    return this.#statements.join(" ");
  }

  imports(): string[] {
    return [...Array.from(this.uses, ({ alias }) => alias), ...(this.#usesLive ? [LIVE, KNOWN, SURE] : [])];
  }

  /** Returns the words in the statements written since the last call. */
  takeWords(): Set<string> {
    const words = this.#words;
    this.#words = new Set();
    return words;
  }

  /** Declares an earlier name as `as`, which may be the same name. */
  bind(name: string, meaning: Meaning, as: string): void {
    const { value, type, added } = meaning;
    if (value && added && !type) {
      const properties = Array.from(added, (property) => `${property}: any`).join("; ");
      this.#statements.push(`declare const ${as}: typeof ${this.#use(value.module)}.${name} & { ${properties} };`);
      return;
    }
    const isSplit = value && (isVariable(value.kind) || (type && type.module !== value.module));
    if (isSplit) {
      this.#writeValue(name, value, meaning, as);
      if (type) this.#writeType(name, type, as);
    } else {
      const source = value ?? type;
      if (source) this.#statements.push(`import ${as} = ${this.#use(source.module)}.${name};`);
    }
  }

  /** Writes the part of an earlier meaning that holds beside the cell's own declarations. */
  keep(name: string, meaning: Meaning, declarations: readonly Declaration[], origin: string | undefined): void {
    const carriedOver = carryOver(meaning, declarations, origin);
    const { value, type, mergedParts, mergeTarget } = carriedOver;
    // Merged declarations must be exported either all or not at all.
    const modifier = declarations.some(({ text }) => text.startsWith("export")) ? "export " : "";
    if (mergeTarget) this.#writeMergeTarget(name, mergeTarget, modifier);
    if (value) this.#writeValue(name, value, carriedOver, name);
    if (type) this.#writeType(name, type, name);
    const merged = declarations.find(({ kind }) => kind === "interface" || kind === "class");
    const { declared = "" } = merged?.typeParameters ?? mergeTarget?.typeParameters ?? {};
    const own = declarations.find(isNamespace)?.exported;
    for (const part of mergedParts) {
      const { heritage, body, exported } = part;
      if (!isNamespace(part)) {
        const text = `${modifier}interface ${name}${declared}${heritage === "" ? "" : ` extends ${heritage}`} {${body}\n}`;
        this.#write(text, text);
      } else if (meaning.value) {
        this.#write(modifier + namespaceText(name, `${this.#use(meaning.value.module)}.${name}`, exported, own), "");
      }
    }
  }

  /** Writes the declaration that the cell's namespace or interface merges with. */
  #writeMergeTarget(name: string, { kind, module, text, typeParameters }: NameSource, modifier: string): void {
    if (kind !== "class") {
      const declaration = text.replaceAll(/^export\s+(?:default\s+)?/gm, modifier);
      this.#write(`\n${declaration}\n`, declaration);
      return;
    }
    const { declared = "", used = "" } = typeParameters ?? {};
    const abstract = /^[^{]*\babstract\s+class\b/.test(text) ? "abstract " : "";
    const heritage = `${this.#use(module)}.${name}${used}`;
    this.#write(`${modifier}declare ${abstract}class ${name}${declared} extends ${heritage} {}`, declared);
  }

  #writeValue(name: string, source: NameSource, meaning: Meaning, as: string): void {
    this.#declare(name, source, meaning, as);
    if (this.#reading === "narrowed") this.#writeProperties(name, meaning, as);
  }

  // The compiler narrows a property by assignment.
  #writeProperties(name: string, { properties = new Map() }: Meaning, as: string): void {
    for (const [path, module] of properties) {
      const end = `typeof ${this.#use(module)}.${propertyEnd(name, path)}`;
      this.#statements.push(`${as}.${path} = null! as ${LIVE}<${end}, typeof ${as}.${path}>;`);
      this.#usesLive = true;
      this.isNarrowed = true;
    }
  }

  #declare(name: string, source: NameSource, meaning: Meaning, as: string): void {
    const { kind, documentation } = source;
    // On the same line, the comment would belong to the statement before.
    const comment = documentation === "" ? "" : `\n${documentation}\n`;
    const refiner = refinerFor(meaning, this.#isAccepted);
    if (isArray(kind)) {
      this.#statements.push(comment + this.#arrayText(name, kind, meaning, as));
      return;
    }
    const module = this.#use(source.module);
    const isNarrowed = refiner !== undefined && this.#reading === "narrowed" && isVariable(kind);
    const end = refiner && isNarrowed ? `${this.#use(refiner)}.${name}${END}` : "";
    if (isNarrowed) this.isNarrowed = true;
    if (kind === "auto") {
      const isFollowed = isNarrowed || (this.#reading === "narrowed" && this.#changed.has(name));
      if (isFollowed) this.isNarrowed = true;
      const known = isNarrowed ? ` ${as} = null! as typeof ${end};` : "";
      this.#statements.push(isFollowed ? `let ${as};${known}` : `declare let ${as}: any;`);
      return;
    }
    if (isNarrowed) this.#usesLive = true;
    const declared = `typeof ${module}.${name}`;
    const live = `${LIVE}<typeof ${end}, ${declared}>`;
    // An assignment narrows only variables of a union type.
    if (kind === "let") {
      this.#statements.push(`${comment}declare let ${as}: ${declared};`);
      if (isNarrowed) this.#statements.push(`${as} = null! as ${live}; ${KNOWN}<${live}, ${declared}>(${as});`);
    } else if (isNarrowed) {
      this.#statements.push(`${comment}const ${as}: ${declared} = null! as ${live}; ${SURE}<${live}>(${as});`);
    } else if (source.isInferred) {
      // TypeScript widens a literal type only if it inferred it from a constant: `let b = a` is a number after
      // `const a = 1`, but has type 1 after `const a: 1`.
      this.#statements.push(`${comment}const ${as} = ${module}.${name};`);
    } else this.#statements.push(`${comment}declare const ${as}: ${declared};`);
  }

  // The compiler lets an array take further element types only when it sees `[]` assigned.
  #arrayText(name: string, kind: "array" | "letArray", meaning: Meaning, as: string): string {
    const refiner =
      kind === "array" || this.#reading === "narrowed" ? refinerFor(meaning, this.#isAccepted) : undefined;
    if (refiner && kind === "letArray") this.isNarrowed = true;
    const known = refiner ? `typeof ${this.#use(refiner)}.${name}${END}` : "any[]";
    const modifier = kind === "array" ? "const" : "let";
    if (!this.#changed.has(name)) return `declare ${modifier} ${as}: ${known};`;
    return `${modifier} ${as} = [];${meaning.refiner ? ` ${as}.push(null! as (${known})[number]);` : ""}`;
  }

  #writeType(name: string, { module, typeParameters }: NameSource, as: string): void {
    const { declared = "", used = "" } = typeParameters ?? {};
    this.#write(`type ${as}${declared} = ${this.#use(module)}.${name}${used};`, declared);
  }

  #write(statement: string, text: string): void {
    this.#statements.push(statement);
    for (const word of wordsIn(text)) if (!word.startsWith(MODULE)) this.#words.add(word);
  }

  #use(module: CellModule): string {
    this.uses.add(module);
    return module.alias;
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
