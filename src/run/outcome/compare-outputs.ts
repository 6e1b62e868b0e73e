import { basename, join, relative } from "node:path";
import type { CellDifference, Comparison, OutputDifference } from "../../notebook/compare/differences.ts";
import type { CompareRules } from "../../notebook/compare/rules.ts";
import type { Sanitizer } from "../../notebook/compare/sanitize.ts";
import type { Notebook } from "../../notebook/types.ts";
import { readNotebook } from "../../notebook/file/read.ts";
import { writeNotebook } from "../../notebook/file/write.ts";
import { writeAtomic } from "../../util/files/write-atomic.ts";
import type { RunSettings } from "../options/run-options.ts";
import type { Planned } from "../plan/plan-notebooks.ts";
import type { CellResult } from "../results.ts";

/** The rules for comparing outputs, which a notebook can override; undefined when the run does not compare. */
export async function compareRules(settings: RunSettings): Promise<CompareRules | undefined> {
  if (!settings.check && !settings.checkMarked && !settings.update) return undefined;
  const { BARELY_VISIBLE } = await import("../../notebook/compare/rules.ts");
  const pixels = settings.pictureTolerance;
  const sanitizers = await Promise.all(settings.sanitize.map(sanitizersOf));
  return {
    compared: !settings.checkMarked,
    ignore: settings.checkIgnore,
    only: settings.checkOnly,
    tolerance: { relative: settings.tolerance, absolute: settings.absoluteTolerance },
    pictures: { pixels, color: pixels > 0 ? BARELY_VISIBLE : 0 },
    sanitizers: sanitizers.flat(),
  };
}

async function sanitizersOf(name: string): Promise<readonly Sanitizer[]> {
  const { isSanitizerName, SANITIZERS } = await import("../../notebook/compare/sanitize.ts");
  if (name === "all") return Object.values(SANITIZERS);
  if (isSanitizerName(name)) return [SANITIZERS[name]];
  const { readSanitizers } = await import("../../notebook/compare/sanitize-file.ts");
  return readSanitizers(name);
}

/** An executed notebook, and the ids of the cells to compare. */
type Ran = { readonly notebook: Notebook; readonly ids: ReadonlySet<string> };

/** The settings of a run, and the folder for pictures of differences. */
type Where = { readonly settings: RunSettings; readonly differences: string };

/**
 * Prepares to compare a notebook with its executed version. The returned function compares the two; it writes the new
 * outputs into the notebook when `settings.update` is set, else it writes pictures of the differences.
 *
 * @param stored the notebook as it is in its file.
 * @throws {CompareRuleError} when a tag or the metadata of the notebook contains an invalid rule.
 */
export async function comparing(
  stored: Notebook,
  rules: CompareRules,
  { label, source }: Planned,
  { settings, differences: folder }: Where,
): Promise<(ran: Ran) => Promise<Comparison>> {
  const [{ compareNotebooks }, { rulesOf }, { acceptDifferences }] = await Promise.all([
    import("../../notebook/compare/compare.ts"),
    import("../../notebook/compare/rules.ts"),
    import("../../notebook/compare/accept.ts"),
  ]);
  const rulesOfCells = rulesOf(stored, rules, label);
  return async ({ notebook, ids }) => {
    const comparison = compareNotebooks(stored, notebook, { rules: rulesOfCells, cells: ids });
    if (settings.update && isDifferent(comparison)) {
      // Read again: the file has no parameters of this run, and may have been edited meanwhile.
      await writeNotebook(source, acceptDifferences(await readNotebook(source), notebook, comparison));
      return comparison;
    }
    return { ...comparison, differences: await withPictures(comparison.differences, folder, label) };
  };
}

/**
 * The part of a run to compare. Cells that ran only for their names, or not at all, kept their outputs; these are
 * compared only if an earlier run made them.
 */
export function comparedOf(
  before: Notebook,
  { notebook, cells }: { readonly notebook: Notebook; readonly cells: readonly CellResult[] },
  kept: ReadonlySet<string>,
): Ran {
  const isNew = ({ index, status }: CellResult) => status === "passed" && notebook.cells[index] !== before.cells[index];
  return { notebook, ids: new Set([...kept, ...cells.filter(isNew).map(({ id }) => id)]) };
}

/** True when outputs have changed. */
export function isDifferent(comparison: Comparison | undefined): boolean {
  return comparison !== undefined && comparison.differences.length > 0;
}

async function withPictures(differences: readonly CellDifference[], folder: string, label: string) {
  const name = relative("", label)
    .replace(/\.ipynb$/, "")
    .replaceAll(/[^\p{L}\p{N}._-]+/gu, "-");
  return Promise.all(
    differences.map(async (difference) => {
      const written = difference.outputs.map((output, index) =>
        withFile(output, join(folder, `${basename(name)}-cell-${difference.cell}-${index + 1}.png`)),
      );
      return { ...difference, outputs: await Promise.all(written) };
    }),
  );
}

async function withFile(output: OutputDifference, pictureFile: string): Promise<OutputDifference> {
  if (output.picture === undefined) return output;
  await writeAtomic(pictureFile, output.picture);
  return { ...output, pictureFile };
}
