import type { OutputLimits } from "../../notebook/outputs/output-budget.ts";
import type { RunSettings } from "./run-options.ts";

/** The limit of a notebook, in limits of a cell. */
const CELLS = 10;

/** The most that cells and notebooks may put out. */
export function outputLimits(settings: RunSettings): OutputLimits {
  const { outputBytes: bytes, outputCount: count } = settings;
  const { notebookOutputBytes = bytes * CELLS, notebookOutputCount = count * CELLS } = settings;
  return { cell: { bytes, count }, notebook: { bytes: notebookOutputBytes, count: notebookOutputCount } };
}
