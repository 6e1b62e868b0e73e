import type { CellFacts } from "../facts/cell-facts.ts";
import type { CodeLanguage } from "../../../notebook/code-language.ts";
import type { Write } from "../compiler/lasting-compiler.ts";
import { documentLanguage } from "../compiler/document-language.ts";
import { groupedByName } from "../facts/declarations.ts";
import { missingValueMessage } from "../../cell/missing-value.ts";
import { withoutUndeclared } from "../facts/undeclared.ts";
import type { TypedCell, UndeclaredNames } from "../service-interface.ts";
import { buildDocument, type CellDocument, type DocumentOptions } from "./cell-document.ts";
import { baseName, indexText } from "./index-module.ts";
import { MODULE } from "./reserved-names.ts";
import type { Reading } from "./preamble.ts";
import { type Meanings, renewal } from "./renewal.ts";
import { type CellModule, freeModule, type Meaning } from "./cell-module.ts";
import { addedTo, asDeclared, isArray, refinedBy, setBy, modulesOf, declaredBy, widened } from "./meaning.ts";

const FIRST_MODULES = 8;
const MOST_MODULES = 64;

/** A cell's document, and the modules to write before asking the compiler about it. */
export type RenewedDocument = { readonly writes: readonly Write[]; readonly document: CellDocument };

/** The last accepted cell, and the meanings of its names before it. */
type Latest = {
  readonly id: number;
  readonly before: Map<string, Meaning | undefined>;
  module: CellModule | undefined;
};

/** The modules of a notebook's accepted cells, and the names that the cells declared. */
export class NotebookModules {
  readonly indexFile: string;
  readonly #fileOf: (name: string) => string;
  readonly #jsxNames: () => readonly string[];
  readonly #language: CodeLanguage;
  readonly meanings = new Map<string, Meaning>();
  /** A message for each name that has no value because its cell ended before the declaration. */
  readonly missing = new Map<string, string>();
  readonly #modules: CellModule[] = [];
  #latest: Latest | undefined;

  /**
   * @param fileOf returns the path of a module in the notebook's folder, given its name.
   * @param jsxNames returns the names that JSX uses implicitly; the default ones until the settings are read.
   * @param language the language of the notebook.
   */
  constructor(
    fileOf: (name: string) => string,
    jsxNames: () => readonly string[],
    language: CodeLanguage = "typescript",
  ) {
    this.#language = language;
    this.#fileOf = fileOf;
    this.#jsxNames = jsxNames;
    this.indexFile = fileOf("index");
  }

  /** Creates the first modules, and returns them for writing. */
  start(): Write[] {
    const writes: Write[] = [];
    this.#addModules("typescript", writes);
    return writes;
  }

  /** A cell as a module that sees the accepted cells. */
  document(facts: CellFacts, reading: Reading, origin?: string): CellDocument {
    return this.#build(facts, this.meanings, { reading, origin });
  }

  /** A cell being typed, as a module that sees the accepted cells. */
  draft(facts: CellFacts): CellDocument {
    return this.#build(facts, this.meanings, { reading: "narrowed", isDraft: true });
  }

  /**
   * A cell as a module that sees the accepted cells as if the outdated ones had run again; `undefined` when no cell
   * is outdated. Apply the writes first; they are valid until another cell is accepted.
   */
  renewed(facts: CellFacts, { usedMeanings }: CellDocument, origin?: string): RenewedDocument | undefined {
    const writes: Write[] = [];
    const found = renewal(usedMeanings, this.meanings, ({ language }) => this.#takeModule(language, writes));
    if (!found) return undefined;
    for (const { from, module, usedMeanings: known } of found.cells) {
      module.isFree = true;
      if (!from.facts) continue;
      const options = { reading: "declared", origin: from.origin, isAccepted: true } as const;
      writes.push({ file: module.file, text: this.#build(from.facts, known, options).text });
    }
    return { writes, document: this.#build(facts, found.usedMeanings, { reading: "narrowed", origin }) };
  }

  #build(facts: CellFacts, meanings: Meanings, options: Omit<DocumentOptions, "indexFile" | "jsxNames">): CellDocument {
    return buildDocument(facts, meanings, {
      indexFile: baseName(this.indexFile),
      jsxNames: this.#jsxNames(),
      ...options,
    });
  }

  /** Accepts a cell. Apply the returned writes one after another, in their order. */
  accept(facts: CellFacts, origin: string | undefined, id = 0): Write[] {
    this.#latest = { id, before: new Map(), module: undefined };
    const writes = this.#add(facts, origin);
    for (const name of facts.grownInside) {
      const meaning = this.meanings.get(name);
      if (meaning) this.#set(name, widened(meaning));
    }
    for (const [name, paths] of facts.properties) {
      const meaning = this.meanings.get(name);
      if (meaning && !facts.declarations.some((one) => one.name === name))
        this.#set(name, addedTo(name, meaning, paths));
    }
    return writes;
  }

  /** Reduces the last accepted cell to the names that it declared before it ended. */
  settle(facts: CellFacts, { id, origin }: TypedCell, undeclared: UndeclaredNames): Write[] {
    const writes = this.#takeBack(id);
    if (!writes) return [];
    const { names, how, cell: label, hasBegun } = undeclared;
    if (hasBegun) writes.push(...this.#acceptPart(withoutUndeclared(facts, new Set(names)), origin, id));
    if (how === "forgotten") return writes;
    for (const name of names) {
      if (!this.meanings.get(name)?.value) this.missing.set(name, missingValueMessage(name, { cell: label, how }));
    }
    return writes;
  }

  #acceptPart(partial: CellFacts, origin: string | undefined, id: number): Write[] {
    const writes = this.accept(partial, origin, id);
    for (const name of partial.assigned) {
      const meaning = this.meanings.get(name);
      if (meaning && !isArray(meaning.value?.kind)) this.#set(name, { ...asDeclared(meaning), properties: new Map() });
    }
    return writes;
  }

  /** Restores the meanings from before the last accepted cell; `undefined` when that cell has another id. */
  #takeBack(id: number): Write[] | undefined {
    if (this.#latest?.id !== id) return undefined;
    const { before, module } = this.#latest;
    this.#latest = undefined;
    for (const [name, meaning] of before) {
      if (meaning) this.meanings.set(name, meaning);
      else this.meanings.delete(name);
    }
    if (!module) return [];
    const writes = module.isGlobal ? [{ file: module.file, text: this.emptyText() }] : [];
    release(module);
    return writes;
  }

  #set(name: string, meaning: Meaning): void {
    const before = this.#latest?.before;
    if (before && !before.has(name)) before.set(name, this.meanings.get(name));
    this.meanings.set(name, meaning);
    if (meaning.value) this.missing.delete(name);
  }

  #add(facts: CellFacts, origin: string | undefined): Write[] {
    const document = this.#build(facts, this.meanings, { reading: "narrowed", origin, isAccepted: true });
    if (document.carriedOver.size + document.refined.length + document.properties.size === 0 && !facts.isGlobal)
      return [];
    if (this.#isRepeated(facts, document, origin)) return [];
    const writes: Write[] = [];
    const replaced =
      origin === undefined ? [] : this.#modules.filter((module) => module.isGlobal && module.origin === origin);
    for (const module of replaced) module.isGlobal = false;
    const module = this.#takeModule(facts.language, writes);
    if (this.#latest) this.#latest.module = module;
    module.uses = document.uses;
    module.isGlobal = facts.isGlobal;
    module.origin = origin;
    module.facts = facts;
    module.usedMeanings = document.usedMeanings;
    writes.push({ file: module.file, text: document.text });
    this.#update(facts, document, module, origin);
    this.#collect();
    // A cell's global declarations end once no name needs its module.
    for (const { file, isFree } of replaced) if (isFree) writes.push({ file, text: this.emptyText() });
    return writes;
  }

  // True for a cell that ran before on its own results, and would declare the same names again.
  #isRepeated(
    facts: CellFacts,
    { uses, carriedOver, refined, properties }: CellDocument,
    origin: string | undefined,
  ): boolean {
    const last = this.#modules.find(
      (module) => !module.isFree && module.facts?.code === facts.code && module.origin === origin,
    );
    if (!last || facts.isGlobal !== last.isGlobal) return false;
    const isLast = (name: string) => {
      const meaning = this.meanings.get(name);
      if (!meaning || !modulesOf(meaning).includes(last)) return false;
      // A name that is declared again loses what later cells assigned.
      const assigning = carriedOver.has(name) ? [meaning.refiner, ...(meaning.properties?.values() ?? [])] : [];
      return assigning.every((module) => module === undefined || module === last);
    };
    return (
      [...carriedOver.keys(), ...refined, ...properties.keys()].every(isLast) &&
      [...uses].every((module) => module === last || last.uses.has(module))
    );
  }

  #update(
    facts: CellFacts,
    { carriedOver, refined, properties }: CellDocument,
    module: CellModule,
    origin: string | undefined,
  ): void {
    const declared = groupedByName(facts.declarations);
    for (const [name, declarations] of declared) {
      const refiner = refined.includes(name) ? module : undefined;
      this.#set(name, declaredBy(carriedOver.get(name), declarations, module, origin, refiner));
    }
    for (const name of refined) {
      const meaning = this.meanings.get(name);
      if (meaning && !declared.has(name)) this.#set(name, refinedBy(meaning, module));
    }
    for (const name of new Set([...refined, ...properties.keys()])) {
      const meaning = this.meanings.get(name);
      const paths = properties.get(name) ?? [];
      if (meaning) this.#set(name, setBy(meaning, module, paths, facts.assigned.has(name)));
    }
  }

  /** Forgets all cells. */
  reset(): Write[] {
    this.meanings.clear();
    this.missing.clear();
    this.#latest = undefined;
    const used = this.#modules.filter(({ isFree }) => !isFree);
    for (const module of used) release(module);
    return used.map(({ file }) => ({ file, text: this.emptyText() }));
  }

  #takeModule(language: CellModule["language"], writes: Write[]): CellModule {
    const free = this.#modules.find((module) => module.isFree && module.language === language);
    const module = free ?? this.#addModules(language, writes);
    module.isFree = false;
    return module;
  }

  #addModules(language: CellModule["language"], writes: Write[]): CellModule {
    const before = this.#modules.filter((module) => module.language === language).length;
    const count = Math.min(Math.max(FIRST_MODULES, before), MOST_MODULES);
    const added = Array.from({ length: count }, (_, index): CellModule => {
      const number = this.#modules.length + index;
      return freeModule(`${MODULE}${number}`, this.#fileOf(`cell${number}`), language);
    });
    this.#modules.push(...added);
    const spoken = documentLanguage(language, this.#language);
    for (const { file } of added) writes.push({ file, text: this.emptyText(), language: spoken });
    writes.push({ file: this.indexFile, text: indexText(this.#modules) });
    const [first] = added;
    if (!first) throw new RangeError("no module was added");
    return first;
  }

  /** The content of an unused module. */
  emptyText(): string {
    return `import {} from "./${baseName(this.indexFile)}";`;
  }

  // Frees modules that no later cell uses and whose names have all been declared again.
  #collect(): void {
    const live = new Set<CellModule>();
    const visit = (module: CellModule) => {
      if (live.has(module)) return;
      live.add(module);
      for (const used of module.uses) visit(used);
    };
    // If the last cell fails, the modules that it replaced are needed again.
    const replaced = [...(this.#latest?.before.values() ?? [])].filter((meaning) => meaning !== undefined);
    for (const meaning of [...this.meanings.values(), ...replaced])
      for (const module of [...modulesOf(meaning), meaning.mergeTarget?.module]) if (module) visit(module);
    for (const module of this.#modules) {
      if (module.isGlobal) visit(module);
    }
    for (const module of this.#modules) {
      if (!live.has(module) && !module.isFree) release(module);
    }
  }
}

function release(module: CellModule): void {
  module.isGlobal = false;
  module.isFree = true;
  module.uses = new Set();
  module.facts = undefined;
  module.usedMeanings = new Map();
}
