import type { Notebook } from "../../notebook/types.ts";
import { ParameterError } from "../errors.ts";
import type { Injected } from "./inject.ts";

/**
 * Lets the compiler read a notebook up to its parameters: what it says about the cell with the values is an error
 * before any kernel starts. So types count that no text tells, such as those of a helper file.
 *
 * @throws {ParameterError} when a value is not of its parameter's type.
 */
export async function checkTypes(
  { notebook, cell }: Injected,
  place: { readonly source: string; readonly label: string; readonly language: "typescript" },
): Promise<void> {
  const [{ checkSubjects }, { subjectOf }] = await Promise.all([
    import("../../check/check-subjects.ts"),
    import("../../check/subject.ts"),
  ]);
  const end = notebook.cells.findIndex(({ id }) => id === cell.id) + 1;
  const first: Notebook = { ...notebook, cells: notebook.cells.slice(0, end) };
  const options = { stale: false, maxErrors: Infinity, signal: undefined };
  const { notebooks } = await checkSubjects([subjectOf(first, place)], options);
  const found = notebooks[0]?.find((finding) => {
    return finding.severity === "error" && finding.cell.id === cell.id && finding.rule.startsWith("TS");
  });
  if (found === undefined) return;
  const before = cell.source.slice(0, found.start);
  const line = cell.source.split("\n")[before.split("\n").length - 1] ?? "";
  const name = /^(?:const|let|var)\s+([\p{L}\p{N}_$]+)/u.exec(line)?.[1] ?? "";
  throw new ParameterError(place.label, name, found.message.replace(/\.$/, ""));
}
