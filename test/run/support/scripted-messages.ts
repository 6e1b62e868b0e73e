// Scripts of messages for the kernel of scripted-channel.ts, and the outputs that they give in a notebook.
import { realpathSync } from "node:fs";
import { join } from "node:path";
import { expect, vi } from "vitest";
import type { JsonObject } from "../../../src/jupyter/json.ts";
import { type RunOptions, runNotebooks } from "../../../src/run/index.ts";
import { installScriptedKernel, notebookText } from "../../support/notebooks.ts";
import { scratch } from "../../support/scratch.ts";
import { statusesOf } from "../../support/results.ts";
import { strictly } from "../../support/strictly.ts";
import type { Step } from "./scripted-channel.ts";

type Parent = number | "nobody" | "other";

export function message(type: string, content: JsonObject, parent?: Parent): Step {
  return ["iopub", type, content, ...(parent === undefined ? [] : [parent])];
}

export const stream = (text: string, name = "stdout", parent?: Parent) => message("stream", { name, text }, parent);
const data = (text: string) => ({ data: { "text/plain": text }, metadata: {} });
export const named = (id: string) => ({ transient: { display_id: id } });
export const show = (text: string, id?: string) =>
  message("display_data", { ...data(text), ...(id === undefined ? {} : named(id)) });
export const update = (text: string, id: string, parent?: Parent) =>
  message("update_display_data", { ...data(text), ...named(id) }, parent);
export const result = (text: string, count: number, extra = {}) =>
  message("execute_result", { ...data(text), execution_count: count, ...extra });
export const clear = (wait: boolean) => message("clear_output", { wait });
export const oops = { ename: "Oops", evalue: "broken", traceback: ["line 1"] };
export const comm = (type: string, content: JsonObject) => message(`comm_${type}`, { comm_id: "c", ...content });

export const BUSY: Step = ["busy"];
export const REPLY: Step = ["reply"];
export const IDLE: Step = ["idle"];
export const FAILED: Step = ["reply", { status: "error", ...oops }];

/** A cell that is busy, sends these, replies, and is idle. */
export function cell(...steps: readonly Step[]): readonly Step[] {
  return [BUSY, ...steps, REPLY, IDLE];
}

export const printed = (text: string, name = "stdout") => ({ output_type: "stream", name, text });
export const shown = (text: string) => ({ output_type: "display_data", ...data(text) });
export const value = (text: string, count: number) => ({
  output_type: "execute_result",
  execution_count: count,
  ...data(text),
});
export const failed = (fields: object = oops) => ({ output_type: "error", ...fields });

/** The expected notebook after a conversation. */
export type Expected = {
  /** The outputs of each cell in the notebook. */
  readonly outputs: readonly (readonly object[])[];
  /** The execution counts of the cells. Default: 1, 2, 3, … */
  readonly counts?: readonly (number | null)[];
  /** The statuses of the cells. Default: all passed. */
  readonly statuses?: readonly string[];
  readonly error?: unknown;
  readonly options?: RunOptions;
};

/** A conversation of cells, and its expected outcome. */
export type Case = readonly [name: string, cells: readonly (readonly Step[])[], expected: Expected];

/** Runs a notebook whose cells are scripts, and reads the executed one by nbformat's rules. */
export async function run(cells: readonly (readonly Step[])[], options: RunOptions = {}) {
  const sources = cells.map((steps) => JSON.stringify(steps));
  const folder = realpathSync(scratch({ "x.ipynb": notebookText(sources, "script") }));
  installScriptedKernel(folder, "script");
  vi.stubEnv("JUPYTER_PATH", folder);
  const { notebooks } = await runNotebooks([join(folder, "x.ipynb")], { out: join(folder, "out"), ...options });
  const [ran] = notebooks;
  if (ran === undefined) throw new Error("no result");
  const written = strictly(ran.target);
  return { ran, metadata: written.metadata, cells: written.cells.filter((each) => each.cell_type === "code") };
}

/** The outcome of a conversation, in the form of `completed`. */
export async function outcomeOf(cells: Case[1], { options }: Expected) {
  const { ran, cells: written } = await run(cells, options);
  return {
    options,
    outputs: written.map((each) => each.outputs),
    error: ran.error,
    statuses: statusesOf(ran),
    counts: written.map((each) => each.execution_count),
  };
}

/** The expected outcome of a conversation: by default, all cells pass and are counted from 1. */
export function completed(cells: Case[1], expected: Expected) {
  const counts = cells.map((_cell, index) => index + 1);
  return { options: undefined, error: undefined, statuses: cells.map(() => "passed"), counts, ...expected };
}

/** An error with these fields. */
export function failure(fields: object): unknown {
  return expect.objectContaining(fields);
}
