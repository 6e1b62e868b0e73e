import type { OutputLimits } from "../../notebook/outputs/output-budget.ts";
import type { RunSettings } from "./run-options.ts";

/** The default limit of a notebook, as a multiple of the limit of a cell. */
const CELLS = 10;

/** The limits on the output of a cell and of a notebook, in bytes and in number of outputs; 0 for no limit. */
export function outputLimits(settings: RunSettings): OutputLimits {
  const { outputBytes: bytes, outputCount: count } = settings;
  const { notebookOutputBytes = bytes * CELLS, notebookOutputCount = count * CELLS } = settings;
  return { cell: { bytes, count }, notebook: { bytes: notebookOutputBytes, count: notebookOutputCount } };
}
