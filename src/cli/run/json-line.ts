import type { RunEvent } from "../../run/events.ts";
import type { CellResult, NotebookResult } from "../../run/results.ts";
import type { TsnbError } from "../../util/error.ts";

/** The version of the output of `--json`; it increases when a field changes its meaning or is removed. */
const EVENTS_VERSION = 1;

/** An event of a run as a line of JSON, without the notebook itself; docs/run.md describes it. */
export function jsonLine(event: RunEvent): string {
  return JSON.stringify({ version: EVENTS_VERSION, ...plain(event) });
}

function plain(event: RunEvent): object {
  if (event.type === "cell-finished") return { ...event, cell: plainCell(event.cell) };
  return event.type === "notebook-finished" ? { ...event, result: plainResult(event.result) } : event;
}

function plainResult({ cells, error, ...result }: NotebookResult): object {
  return { ...result, notebook: undefined, error: plainError(error), cells: cells.map(plainCell) };
}

function plainCell({ error, ...cell }: CellResult): object {
  return { ...cell, error: plainError(error) };
}

function plainError(error: TsnbError | undefined): object | null {
  return error === undefined ? null : { name: error.name, message: error.message };
}
