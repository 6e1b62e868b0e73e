import type { JsonObject, JsonValue } from "../../jupyter/json.ts";
import type { Notebook } from "../../notebook/types.ts";
import type { CellResult } from "../results.ts";

/** The times, parameters and versions of a notebook's run. */
export type Recorded = {
  readonly version: string;
  readonly parameters: JsonObject;
  /** The seed of a deterministic run; undefined when the run was not deterministic. */
  readonly seed: number | undefined;
  readonly started: Date;
  readonly ended: Date;
  /** The time at which each cell began, by its index among all cells. */
  readonly cellStarts: ReadonlyMap<number, Date>;
};

/**
 * A notebook with times, parameters and versions in its metadata, under the names that nbconvert (`execution`)
 * and papermill (`papermill`) give them.
 */
export function withRunMetadata(notebook: Notebook, results: readonly CellResult[], recorded: Recorded): Notebook {
  const byIndex = new Map(results.map((result) => [result.index, result]));
  const cells = notebook.cells.map((cell, index) => {
    const result = byIndex.get(index);
    const start = recorded.cellStarts.get(index);
    if (result === undefined || start === undefined) return cell;
    const end = new Date(start.getTime() + result.seconds * 1000);
    const execution = { "iopub.status.busy": start.toISOString(), "iopub.status.idle": end.toISOString() };
    const papermill = { ...timesOf(start, end), status: STATUS[result.status], exception: result.error !== undefined };
    return { ...cell, metadata: { ...cell.metadata, execution, papermill } };
  });
  const papermill = {
    ...timesOf(recorded.started, recorded.ended),
    parameters: recorded.parameters,
    exception: results.some(({ error }) => error !== undefined) ? true : null,
    version: `tsnb ${recorded.version}`,
    environment_variables: {
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
      ...(recorded.seed === undefined ? {} : { TSNB_SEED: `${recorded.seed}` }),
    },
  };
  return { ...notebook, metadata: { ...notebook.metadata, papermill }, cells };
}

const STATUS: Readonly<Record<CellResult["status"], string>> = {
  passed: "completed",
  failed: "failed",
  skipped: "pending",
  "not-run": "pending",
};

function timesOf(start: Date, end: Date): Record<string, JsonValue> {
  return {
    start_time: start.toISOString(),
    end_time: end.toISOString(),
    duration: (end.getTime() - start.getTime()) / 1000,
  };
}
