import type { Proposals } from "./proposals.ts";
import { readMark } from "./proposal-mark.ts";

/** The replacement of a range by text, with offsets before all changes. */
export type ImportChange = { readonly from: number; readonly to: number; readonly insert: string };

/** Changes of a cell, and where the cursor is after them. */
type Chosen = { readonly changes: readonly ImportChange[]; readonly cursor: number };

/**
 * The changes for a chosen completion: its name, and the import that it needs. Undefined when the change is no choice
 * of a name with an import.
 *
 * @param now the source of the cell before the change.
 * @param proposals the latest proposals for the cell. Without fitting ones, only the name is written.
 */
export function chosenChanges(change: ImportChange, now: string, proposals: Proposals | undefined): Chosen | undefined {
  const chosen = readMark(change.insert);
  if (!chosen) return undefined;
  const name = { ...change, insert: chosen.name };
  const added = proposals && importFor(chosen.index, name, now, proposals);
  const before = added && added.from <= name.from ? added.insert.length : 0;
  return { changes: added ? [name, added] : [name], cursor: name.from + name.insert.length + before };
}

/** The change that adds the import; undefined when the cell has changed other than by typing on in the name. */
function importFor(
  index: number,
  { from, to, insert }: ImportChange,
  now: string,
  { source, start, end, names }: Proposals,
): ImportChange | undefined {
  const proposal = names[index];
  const typed = now.length - source.length;
  const isSame = now.slice(0, start) === source.slice(0, start) && now.slice(end + typed) === source.slice(end);
  if (!proposal || proposal.name !== insert || !isSame || from !== start || to !== end + typed) return undefined;
  const { edit } = proposal;
  const moved = edit.start >= end ? typed : 0;
  return { from: edit.start + moved, to: edit.end + moved, insert: edit.text };
}
