/** A name that a cell could import. */
export type Importable = {
  readonly name: string;
  /** The kind of the name, in the words of completion: "function", "class", "interface". */
  readonly kind: string;
  /** The module as an import names it. */
  readonly module: string;
  readonly style: "named" | "default" | "namespace";
  /** True for a type that has no value. */
  readonly isType: boolean;
};
