import { isDeepStrictEqual } from "node:util";
import { isJsonObject, type JsonObject } from "../../jupyter/json.ts";
import { withoutResumePoint } from "../../notebook/resume-point.ts";
import { type MergedObject, mergeObject } from "./merge-object.ts";

/** Objects that a program writes as a whole at each run, so that fields of two versions cannot be mixed. */
const WRITTEN_WHOLE = ["language_info", "papermill"];

/**
 * Merges the metadata of notebooks. Fields that kernels, runs and Jupyter write by themselves are no conflict: where
 * both sides changed one, ours stays.
 */
export function mergeNotebookMetadata(base: JsonObject, ours: JsonObject, theirs: JsonObject): MergedObject {
  const written = [base, ours, theirs].map(({ language_info: _info, papermill: _papermill, ...others }) => others);
  const [was = {}, our = {}, their = {}] = written;
  const merged = mergeObject(was, our, their);
  const whole = WRITTEN_WHOLE.flatMap((key) => {
    const value = (isDeepStrictEqual(ours[key], base[key]) ? theirs : ours)[key];
    return value === undefined ? [] : [[key, value] as const];
  });
  return {
    value: { ...merged.value, ...Object.fromEntries(whole) },
    theirs: merged.theirs === undefined ? undefined : conflictsIn(merged.theirs, our, their),
  };
}

/** The fields of theirs that conflict with ours. */
function conflictsIn(refused: JsonObject, ours: JsonObject, theirs: JsonObject): JsonObject | undefined {
  const { widgets: _widgets, ...rest } = withoutResumePoint(refused);
  const { kernelspec: _kernel, ...others } = rest;
  // The other fields of a kernelspec are what the machine calls the kernel.
  const left = nameOf(ours) === nameOf(theirs) ? others : rest;
  return Object.keys(left).length === 0 ? undefined : left;
}

function nameOf({ kernelspec }: JsonObject): unknown {
  return isJsonObject(kernelspec) ? kernelspec["name"] : undefined;
}
