import type { CellLanguage } from "../compiler/document-language.ts";
import type { CellFacts } from "../facts/cell-facts.ts";
import type { Declaration, Kind, NamespaceNames } from "../facts/declarations.ts";

/** The module of one accepted cell. Modules are created in advance and reused, which saves the compiler time. */
export type CellModule = {
  readonly alias: string;
  readonly file: string;
  readonly language: CellLanguage;
  uses: ReadonlySet<CellModule>;
  isGlobal: boolean;
  isFree: boolean;
  facts: CellFacts | undefined;
  /** The meanings, at acceptance, of the earlier names that the cell uses or declares again. */
  usedMeanings: ReadonlyMap<string, Meaning>;
  origin: string | undefined;
};

/** The last declaration of a name, as a value or as a type. */
export type NameSource = {
  readonly kind: Kind;
  readonly module: CellModule;
  readonly typeParameters?: Declaration["typeParameters"];
  readonly isInferred?: boolean;
  /** True when properties may be added, as to a function. */
  readonly isFunction?: boolean;
  readonly union?: string;
  readonly documentation: string;
  readonly text: string;
};

/** One declaration of an interface, or one block of a namespace. */
export type MergedPart = {
  readonly origin: string | undefined;
  readonly heritage: string;
  readonly body: string;
  readonly members: NonNullable<Declaration["members"]>;
  readonly exported: NamespaceNames;
};

/** The meaning of a name in the notebook. See cell-document.ts for an example. */
export type Meaning = {
  readonly value?: NameSource;
  readonly type?: NameSource;
  /** The function, class or enum that later namespaces merge with; later interfaces merge with a class. */
  readonly mergeTarget?: NameSource;
  /** The last cell that refined the type of a variable, by an assignment or an assertion. */
  readonly refiner?: CellModule;
  /** The number of successive refining cells, each built on the one before. */
  readonly refiners?: number;
  /** The cell that last set each property of a variable. */
  readonly properties?: ReadonlyMap<string, CellModule>;
  /** Properties that later cells added to a function. */
  readonly added?: ReadonlySet<string>;
  readonly mergedParts: readonly MergedPart[];
};

/** A module that no cell has taken yet. */
export function freeModule(alias: string, file: string, language: CellLanguage): CellModule {
  const unused = { uses: new Set<CellModule>(), isGlobal: false, isFree: true, usedMeanings: new Map() };
  return { alias, file, language, ...unused, facts: undefined, origin: undefined };
}
