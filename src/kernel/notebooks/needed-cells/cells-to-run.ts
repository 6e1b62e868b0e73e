import { nearNames } from "../../../util/text/near-names.ts";
import { findMagics } from "../../magic/lines/magic-lines.ts";
import { NotebookCommandError, NotebookNameError } from "../errors.ts";
import { exportText } from "../export-text.ts";
import type { ModuleCell, NotebookModule } from "../notebook-module.ts";
import { neededCells } from "./needed-cells.ts";
import { cellLabel } from "../read-notebook-code.ts";

/** The names that an import asks for: these, all (`names`), or all after a run of all cells (`whole`). */
export type WantedNames = readonly string[] | "names" | "whole";

/** The cells that an import runs, as places in the list of cells from 0, and the names that it gets. */
export type Run = { readonly cells: readonly number[]; readonly names: readonly string[] };

/**
 * The run that an import of a notebook asks for. Its names do not include types.
 *
 * @param label the name of the notebook in messages.
 * @throws {NotebookNameError} when no cell declares a name.
 * @throws {CellSyntaxError} when one of the cells is not TypeScript.
 * @throws {NotebookCommandError} when one of the cells has a command that only the kernel runs.
 */
export function runFor(module: NotebookModule, wanted: WantedNames, label: string): Run {
  const { cells, exports, types } = module;
  const isAll = wanted === "names" || wanted === "whole";
  const names = isAll ? [...exports.keys()] : wanted.filter((name) => exports.has(name) || !types.has(name));
  for (const name of names) if (!exports.has(name)) throw unknownName(module, name, label);
  const variables = names.map((name) => exports.get(name) ?? name);
  const found = neededCells(
    cells.map(({ effects }) => effects),
    variables,
  );
  const needed = wanted === "whole" ? [...cells.keys()] : found;
  const broken = isAll ? cells.find(({ error }) => error) : undefined;
  if (broken?.error) throw broken.error;
  for (const at of needed) refuseCommands(cells[at], label);
  return { cells: needed, names };
}

function unknownName({ exports, cells }: NotebookModule, name: string, label: string): Error {
  if (name === "default") {
    const fix = `Import names from it, or all of them: import * as notebook from "${label}"`;
    return new NotebookNameError(label, "its default", "no cell says export default", fix);
  }
  // The name may be one that the broken cell declares.
  const error = cells.find((cell) => cell.error)?.error;
  if (error) return error;
  const near = nearNames(name, [...exports.keys()]).slice(0, SUGGESTIONS);
  const packages = new Set(cells.flatMap(({ body }) => body?.starPackages ?? []));
  const fixes = [
    ...(near.length > 0 ? [`It has ${near.join(" and ")}`] : []),
    ...Array.from(packages, (one) => {
      return `Write export { ${exportText(name)} } from "${one}" for an export of that package: export * adds none`;
    }),
  ];
  const fix = fixes.length > 0 ? fixes.join(". ") : "Declare it at the top level of a cell";
  return new NotebookNameError(label, name, "no cell declares it", fix);
}

const SUGGESTIONS = 3;

// These change nothing that code could see. Packages are installed by the importing project.
const HARMLESS = new Set(["npm", "check", "help", "timeit", "time", "%time", "who", "deps", "?", "??"]);
const INSTALLING = /^(?:npm|pnpm|yarn|bun)\s+(?:add|ci|i|install)\b/;

function refuseCommands(cell: ModuleCell | undefined, label: string): void {
  for (const { name, argument } of cell ? findMagics(cell.source) : []) {
    if (HARMLESS.has(name) || (name === "shell" && INSTALLING.test(argument))) continue;
    const [command = ""] = `${name === "shell" ? "!" : `%${name} `}${argument}`.split("\n");
    throw new NotebookCommandError(cellLabel(label, cell ?? { index: 0 }), command.trim());
  }
}
