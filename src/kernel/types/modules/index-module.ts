import type { CellModule } from "./cell-module.ts";
import { KNOWN, LIVE, SURE } from "./reserved-names.ts";

/** The module that exports the modules of all cells, and the types that the others use. */
export function indexText(cells: readonly CellModule[]): string {
  const modules = cells.map(({ alias, file }) => `export * as ${alias} from "./${baseName(file)}";`);
  const live = `export type ${LIVE}<E, D> = [E] extends [null | undefined] ? D : E;`;
  // A comparison with a literal must not narrow a variable of a primitive type to it: later cells may infer from
  // it.
  const wide = `type Wide<E> = ${["string", "number", "bigint", "boolean"].map((type) => `E extends ${type} ? ${type} : `).join("")}E;`;
  const primitive = "string | number | bigint | boolean | symbol | null | undefined";
  const known = `export declare function ${KNOWN}<E, D>(value: unknown): asserts value is [D] extends [${primitive}] ? D : Wide<E>;`;
  const sure = `export declare function ${SURE}<E>(value: unknown): asserts value is E;`;
  return [live, wide, known, sure, ...modules].join("\n");
}

/** The file name in a path with slashes or backslashes. */
export function baseName(file: string): string {
  return file.slice(Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\")) + 1);
}
