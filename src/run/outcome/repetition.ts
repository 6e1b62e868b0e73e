import { NotRepeatableError } from "../errors/cell-errors.ts";
import type { Notebook } from "../../notebook/types.ts";

/**
 * Compares two runs of a notebook, by the rules in its tags and metadata.
 *
 * @param numbers the numbers of the cells in the notebook's file.
 * @returns an error that names the first cell whose outputs differ; undefined when none do.
 * @throws {CompareRuleError} when a tag or the metadata contains an invalid rule.
 */
export async function repetitionError(
  [first, second]: readonly [Notebook, Notebook],
  file: string,
  numbers: readonly (number | undefined)[],
): Promise<NotRepeatableError | undefined> {
  const { compareNotebooks } = await import("../../notebook/compare/compare.ts");
  const [difference] = compareNotebooks(first, second).differences;
  if (difference === undefined) return undefined;
  const { id, source, outputs } = difference;
  const [output] = outputs;
  const [change] = output?.changes ?? [];
  const place = [output?.type, change?.place].filter((part) => part !== undefined && part !== "").join(", ");
  const got = `${change?.expected ?? "nothing"} the first time and ${change?.actual ?? "nothing"} the second (${place})`;
  const cell = numbers[first.cells.findIndex((each) => each.id === id)];
  return new NotRepeatableError({ file, cell, source }, got.replaceAll("\n", " "));
}
