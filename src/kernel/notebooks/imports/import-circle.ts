import { dirname, relative } from "node:path";
import { isNotebook } from "../../project/find-file.ts";
import type { WantedNames } from "../needed-cells/cells-to-run.ts";
import { slashed } from "../../../util/files/slashed.ts";

/** An import of a file, and the names that it asks for. */
export type Visit = { readonly file: string; readonly wanted: WantedNames };

/**
 * The first circle of imports through a notebook, as the files along it; undefined when there is none. In such a
 * circle, cells would wait for each other forever.
 *
 * @param visitsFrom returns the imports that an import leads to.
 */
export function findCircle(start: Visit, visitsFrom: (visit: Visit) => readonly Visit[]): string[] | undefined {
  const finished = new Set<string>();
  const walk = (visit: Visit, path: readonly string[]): string[] | undefined => {
    const { file } = visit;
    const from = path.indexOf(file);
    const circle = from < 0 ? [] : [...path.slice(from), file];
    if (circle.length > 0) return circle.some(isNotebook) ? circle : undefined;
    const key = JSON.stringify(visit);
    if (finished.has(key)) return undefined;
    for (const next of visitsFrom(visit)) {
      const found = walk(next, [...path, file]);
      if (found) return found;
    }
    finished.add(key);
    return undefined;
  };
  const found = walk(start, []);
  return found?.map((file) => slashed(relative(dirname(start.file), file)));
}
