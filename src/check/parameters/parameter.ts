import type { JsonObject } from "../../jupyter/json.ts";

/** A parameter of a notebook: a variable of the cell tagged `parameters`. */
export type Parameter = {
  readonly name: string;
  /** Its type as TypeScript writes it, with named types written out. */
  readonly type: string;
  /** The code of its default; undefined when it must be given. */
  readonly defaultText: string | undefined;
  /** The comment before or after it; an empty string without one. */
  readonly description: string;
  /** The values that its type allows, as JSON Schema 2020-12, with the description and the default. */
  readonly schema: JsonObject;
};

/** A value that a notebook does not accept. */
export type ParameterProblem = {
  readonly name: string;
  readonly rule: "unknown-parameter" | "parameter-type";
  readonly message: string;
};
