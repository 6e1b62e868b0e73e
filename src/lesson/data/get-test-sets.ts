import type pl from "nodejs-polars";
import { findResults } from "../../timm/find-results.ts";
import type { SetName } from "../../timm/pinned-sets.ts";
import { readTestSets } from "../../timm/test-sets.ts";

/** The source of {@link getTestSets}. */
export type TestSetsOptions = {
  /** A clone of timm or its `results` folder. Default: the same as for getData. */
  readonly results?: string | undefined;
  /** The pinned set; "2026-01" by default, the only one with these tables. */
  readonly set?: SetName | undefined;
};

/**
 * The top-1 accuracy of models, in per cent, on ImageNet, by which models are usually judged, and on five
 * other test sets.
 *
 * `v2` are 10,000 new photographs collected as ImageNet's were; `real` are ImageNet's own images with
 * corrected labels; `sketch` are 50,889 drawings; `a` are 7,500 photographs that a ResNet-50 got wrong;
 * `r` are 30,000 paintings, toys and other renditions. `a` and `r` have 200 of the 1,000 classes, so
 * their figures compare models, not test sets.
 *
 * @returns a row for each model and image size: `model`, `img_size` (pixels), `imagenet`, `v2`, `real`,
 *   `sketch`, `a` and `r` (per cent), null where timm has no figure. The bundled table holds the models
 *   of the bundled selection.
 * @throws {TestSetsError} when the results have no such tables.
 * @throws {ResultsFolderError} when there are no results at all.
 * @example
 * const tests = await getTestSets();
 * tests.sort("sketch", true).row(0); // the model that knows drawings best
 */
export async function getTestSets({ results, set = "2026-01" }: TestSetsOptions = {}): Promise<pl.DataFrame> {
  return readTestSets(findResults({ set, ...(results === undefined ? {} : { results }) }));
}
