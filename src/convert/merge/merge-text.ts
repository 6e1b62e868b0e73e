import { diff3Merge } from "node-diff3";

/** The names of the two sides in the marks of a conflict. */
export type SideNames = { readonly ours: string; readonly theirs: string };

/** A merged string; where both sides changed the same lines, it holds both between git's conflict marks. */
export type MergedText = { readonly text: string; readonly isConflict: boolean };

/** Merges the changes that two sides made to the lines of a string. */
export function mergeText(base: string, ours: string, theirs: string, names: SideNames): MergedText {
  if (ours === theirs || theirs === base) return { text: ours, isConflict: false };
  if (ours === base) return { text: theirs, isConflict: false };
  const regions = diff3Merge(ours.split("\n"), base.split("\n"), theirs.split("\n"), { excludeFalseConflicts: true });
  let isConflict = false;
  const lines = regions.flatMap((region) => {
    if (region.conflict === undefined) return region.ok;
    isConflict = true;
    return between(region.conflict.a, region.conflict.b, names);
  });
  return { text: lines.join("\n"), isConflict };
}

/** The lines of both sides of a conflict, marked. */
export function between(ours: readonly string[], theirs: readonly string[], names: SideNames): string[] {
  return [`<<<<<<< ${names.ours}`, ...ours, "=======", ...theirs, `>>>>>>> ${names.theirs}`];
}
