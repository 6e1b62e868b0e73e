/**
 * How a name of the notebook was declared last. It has no value when it is `forgotten`, after a reset, or
 * `missing`, because its cell has not come to its declaration or ended before.
 */
export type NameKind =
  | "forgotten"
  | "missing"
  | "import"
  | "variable"
  | "constant"
  | "function"
  | "class"
  | "enum"
  | "namespace";

/** A name that a cell declared at its top level. */
export type Name = {
  readonly name: string;
  readonly kind: NameKind;
  /**
   * The variable that carries it: another name when the cell's name would hide a global that packages
   * rely on, such as `URL` or `process`.
   */
  readonly variable: string;
  /** Whether that variable is a `let` of a script; otherwise it is a property of the global object. */
  readonly lexical: boolean;
  /** What the namespace of this name exports so far: its later blocks see these names. */
  readonly exported?: readonly string[] | undefined;
};

/** The names that the cells so far declared. */
export type Names = ReadonlyMap<string, Name>;

/** The variable for a name: its own, unless that is reserved. */
export function variableFor(name: string, reserved: ReadonlySet<string>): string {
  return reserved.has(name) ? `${name}$1` : name;
}

/** Whether an earlier cell gave a name a value that it still has. */
export function hasValue(name: Name | undefined): name is Name {
  return name !== undefined && name.kind !== "forgotten" && name.kind !== "missing";
}
