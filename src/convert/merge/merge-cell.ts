import { isDeepStrictEqual } from "node:util";
import type { JsonObject } from "../../jupyter/json.ts";
import { splitCellMetadata } from "../../notebook/run-records.ts";
import type { Cell, CodeCell, MimeData } from "../../notebook/types.ts";
import { mergeObject } from "./merge-object.ts";
import { between, mergeText, type SideNames } from "./merge-text.ts";
import { withoutViewState } from "./view-state.ts";

/** The metadata key for the values of theirs that were not taken. */
export const CONFLICT_KEY = "merge-conflict";

/** A merged cell, and the parts of it that both sides changed. */
export type MergedCell = {
  readonly cell: Cell;
  readonly conflicts: readonly ("source" | "metadata" | "attachments")[];
};

const NOTHING: { readonly source: string; readonly metadata: JsonObject } = { source: "", metadata: {} };

/** Merges two versions of a cell; `base` is undefined when both added it. */
export function mergeCell(base: Cell | undefined, ours: Cell, theirs: Cell, names: SideNames): MergedCell {
  if (isDeepStrictEqual(ours, theirs) || (base !== undefined && isDeepStrictEqual(theirs, base))) {
    return { cell: ours, conflicts: [] };
  }
  if (base !== undefined && isDeepStrictEqual(ours, base)) return { cell: { ...theirs, id: ours.id }, conflicts: [] };
  const was = base ?? NOTHING;
  const source = mergeText(was.source, ours.source, theirs.source, names);
  const [written, our, their] = [was, ours, theirs].map((each) => splitCellMetadata(each.metadata).rest);
  const metadata = mergeObject(written ?? {}, our ?? {}, their ?? {});
  // If both sides folded parts of a cell differently, ours stays.
  const refused = withoutViewState(metadata.theirs ?? {});
  const isRefused = Object.keys(refused).length > 0;
  const run = runFor(source.text, base, ours, theirs);
  const marked = {
    ...metadata.value,
    ...run.recorded,
    ...(isRefused ? { [CONFLICT_KEY]: refused } : {}),
  };
  const type = base !== undefined && ours.cell_type === base.cell_type ? theirs.cell_type : ours.cell_type;
  const common = { id: ours.id, source: source.text, metadata: marked };
  const attachments = mergeAttachments(attachmentsOf(base), attachmentsOf(ours), attachmentsOf(theirs));
  const conflicts = [
    ...(source.isConflict ? ["source" as const] : []),
    ...(isRefused ? ["metadata" as const] : []),
    ...(attachments.isConflict ? ["attachments" as const] : []),
  ];
  if (type === "code") {
    const { outputs, execution_count } = run;
    return { cell: { ...common, cell_type: type, outputs, execution_count }, conflicts };
  }
  const hasFiles = Object.keys(attachments.files).length > 0;
  return { cell: { ...common, cell_type: type, ...(hasFiles ? { attachments: attachments.files } : {}) }, conflicts };
}

/** A cell that one side changed and the other deleted: its source states both. */
export function markDeleted(cell: Cell, by: "ours" | "theirs", names: SideNames): MergedCell {
  const lines = cell.source.split("\n");
  const deleted = { ...names, [by]: `${names[by]} (deleted the cell)` };
  const source = (by === "ours" ? between([], lines, deleted) : between(lines, [], deleted)).join("\n");
  return { cell: { ...cell, source }, conflicts: ["source"] };
}

/** The latest run of a cell: its outputs, its count and its times. */
type Run = Pick<CodeCell, "outputs" | "execution_count"> & { readonly recorded: JsonObject };

const NO_RUN: Run = { outputs: [], execution_count: null, recorded: {} };

/** The run of the merged code: none if it is the code of neither side. */
function runFor(source: string, base: Cell | undefined, ours: Cell, theirs: Cell): Run {
  const [was, our, their] = [runOf(base), runOf(ours), runOf(theirs)];
  if (source !== ours.source || source !== theirs.source) {
    return source === ours.source ? our : source === theirs.source ? their : NO_RUN;
  }
  if (!isDeepStrictEqual(our.outputs, was.outputs)) return our;
  if (!isDeepStrictEqual(their.outputs, was.outputs)) return their;
  return isDeepStrictEqual(our, was) ? their : our;
}

function runOf(cell: Cell | undefined): Run {
  if (cell === undefined) return NO_RUN;
  const { recorded } = splitCellMetadata(cell.metadata);
  return cell.cell_type === "code"
    ? { outputs: cell.outputs, execution_count: cell.execution_count, recorded }
    : { ...NO_RUN, recorded };
}

type Files = { readonly [file: string]: MimeData };

function attachmentsOf(cell: Cell | undefined): Files {
  return cell !== undefined && cell.cell_type !== "code" ? (cell.attachments ?? {}) : {};
}

function mergeAttachments(base: Files, ours: Files, theirs: Files): { files: Files; isConflict: boolean } {
  const files: Record<string, MimeData> = {};
  let isConflict = false;
  for (const name of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
    const [was, our, their] = [base[name], ours[name], theirs[name]];
    const isTheirs = isDeepStrictEqual(our, was);
    const taken = isTheirs ? their : our;
    if (taken !== undefined) files[name] = taken;
    if (isTheirs || isDeepStrictEqual(their, was) || isDeepStrictEqual(our, their)) continue;
    // Both sides changed it: theirs is kept too, under another name.
    isConflict = true;
    if (our === undefined && their !== undefined) files[name] = their;
    else if (their !== undefined) files[`theirs-${name}`] = their;
  }
  return { files, isConflict };
}
