import { basename } from "node:path";
import { type JoinedCells, joinWritten } from "./joined-cells.ts";
import type { WrittenCells } from "./written-cells.ts";

/** All cells of a notebook as one module that exports their names. */
export function joinedExports(written: WrittenCells): Pick<JoinedCells, "text" | "language"> {
  const { text, language } = joinWritten(written);
  const exported = new Set(written.cells.flatMap(({ facts }) => [...(facts?.exported ?? [])]));
  const names = new Set(written.cells.flatMap(({ declared }) => [...declared.keys()]));
  return { text: `${text}export { ${[...names].filter((name) => !exported.has(name)).join(", ")} };\n`, language };
}

/**
 * Some cells of a notebook as a module that imports names from the others.
 *
 * @param names the names to import.
 * @param file the module that exports them, in the same folder.
 */
export function partModule(
  written: WrittenCells,
  places: readonly number[],
  names: readonly string[],
  file: string,
): JoinedCells {
  return joinWritten(written, places, `import { ${names.join(", ")} } from "./${basename(file)}";\n`);
}
