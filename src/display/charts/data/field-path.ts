const SPECIAL = /[.[\]\\'"]/g;

/** A column's name as Vega-Lite refers to it: dots and brackets would otherwise be a path into the column's values. */
export function fieldPath(name: string): string {
  return name.replaceAll(SPECIAL, "\\$&");
}

/** The name of the column that a Vega-Lite field refers to, without escapes. */
export function plainName(field: string): string {
  return field.replaceAll(/\\(.)/g, "$1");
}
