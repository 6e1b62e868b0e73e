/**
 * The last declaration of a name. It has no value when it is `forgotten`, after a reset, or `missing`, because
 * its cell has not reached its declaration.
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
   * The variable that holds it: another name when its own would hide a global that packages rely on, such as
   * `URL` or `process`.
   */
  readonly variable: string;
  /** True for a `let` of a script; false for a property of the global object. */
  readonly lexical: boolean;
  /** The exports of a namespace so far, which its later blocks see. */
  readonly exported?: readonly string[] | undefined;
};

/** The names that cells have declared so far, by name. */
export type Names = ReadonlyMap<string, Name>;

/** The variable of a name: the name itself, unless reserved. */
export function variableFor(name: string, reserved: ReadonlySet<string>): string {
  return reserved.has(name) ? `${name}$1` : name;
}

/** True when the name has a value from an earlier cell. */
export function hasValue(name: Name | undefined): name is Name {
  return name !== undefined && name.kind !== "forgotten" && name.kind !== "missing";
}
