import {
  type Arbitrary,
  array,
  boolean,
  constant,
  constantFrom,
  oneof,
  record,
  shuffledSubarray,
  tuple,
} from "fast-check";
import { isJsonObject, type JsonObject } from "../../../src/jupyter/json.ts";
import type { Step } from "./scripted-channel.ts";

/** A message of a cell. Its parent is the request of the cell `back` cells earlier; 0 is the cell that runs. */
type Said = { readonly type: string; readonly content: JsonObject; readonly back: number };

/** A cell: its messages before the end, the steps that end it, and its messages after the end. */
export type Talk = { readonly before: readonly Said[]; readonly end: readonly Step[]; readonly after: readonly Said[] };

const text = oneof(
  constantFrom("", "a", "bc\n", "\r", "\rxy", "\b", "d\b\b", "e\r\nf", "\n\n", "🎉", "10 %\r20 %", "\u2028", "<b>"),
  constant("long ".repeat(50)),
);
const data = text.map((value): JsonObject => ({ "text/plain": value, "application/json": { value: [value] } }));
const named = constantFrom<JsonObject>({}, { display_id: "d1" }, { display_id: "d2" });

const contents: Arbitrary<Omit<Said, "back">> = oneof(
  {
    weight: 5,
    arbitrary: record({ type: constant("stream"), content: record({ name: constantFrom("stdout", "stderr"), text }) }),
  },
  {
    weight: 3,
    arbitrary: record({
      type: constant("display_data"),
      content: record({ data, metadata: constant({}), transient: named }),
    }),
  },
  {
    weight: 2,
    arbitrary: record({
      type: constant("update_display_data"),
      content: record({ data, metadata: constant({}), transient: named }),
    }),
  },
  {
    weight: 1,
    arbitrary: record({
      type: constant("execute_result"),
      content: record({ data, metadata: constant({}), transient: named, execution_count: constantFrom(1, 7) }),
    }),
  },
  { weight: 2, arbitrary: record({ type: constant("clear_output"), content: record({ wait: boolean() }) }) },
  {
    weight: 1,
    arbitrary: record({
      type: constant("error"),
      content: record({ ename: text, evalue: text, traceback: array(text, { maxLength: 2 }) }),
    }),
  },
  {
    weight: 1,
    arbitrary: constantFrom<Omit<Said, "back">>(
      { type: "comm_open", content: { comm_id: "c", target_name: "mine", data: {} } },
      { type: "comm_msg", content: { comm_id: "c", data: {} } },
      { type: "status", content: { execution_state: "pondering" } },
      { type: "status", content: { execution_state: "busy" } },
      { type: "execute_input", content: { code: "1", execution_count: 1 } },
      { type: "debug_event", content: { stream: "x" } },
    ),
  },
);

const said: Arbitrary<Said> = tuple(contents, constantFrom(0, 0, 0, 0, 1, 2)).map(([content, back]) => ({
  ...content,
  back,
}));

// The reply and idle, in either order, with at most one message between them.
const end = tuple(
  shuffledSubarray<Step>([["reply"], ["idle"]], { minLength: 2 }),
  array(constantFrom<Step>(["idle", "other"], ["reply", { status: "error" }, "other"], ["idle", "nobody"]), {
    maxLength: 1,
  }),
).map(([[first, last], between]): Step[] => [...(first ? [first] : []), ...between, ...(last ? [last] : [])]);

/** Conversations of one to four cells. */
export const conversations: Arbitrary<readonly Talk[]> = array(
  record({ before: array(said, { maxLength: 10 }), end, after: array(said, { maxLength: 2 }) }),
  { minLength: 1, maxLength: 4 },
);

/** The script of a cell, by its index, for the scripted kernel. */
export function scriptOf({ before, end: ending, after }: Talk, index: number): readonly Step[] {
  const steps = (all: readonly Said[]): Step[] =>
    all.map(({ type, content, back }) => ["iopub", type, content, ...(back === 0 ? [] : [Math.min(back, index)])]);
  return [["busy"], ...steps(before), ...ending, ...steps(after)];
}

type Shown = { output: Record<string, unknown>; pieces?: string; id?: unknown };

/** The outputs that each cell must have after a conversation, computed in another way than in `Outputs`. */
export function outputsAfter(talks: readonly Talk[]): readonly (readonly object[])[] {
  const cells: Shown[][] = talks.map(() => []);
  const clears = talks.map(() => false);
  for (const [at, { before, after }] of talks.entries()) {
    for (const { type, content, back } of [...before, ...after]) {
      const index = Math.max(0, at - back);
      const { transient, name, ...fields } = content;
      const id = isJsonObject(transient) ? transient["display_id"] : undefined;
      const isOutput = ["stream", "display_data", "execute_result", "error"].includes(type);
      if (type === "clear_output" && content["wait"] === true) clears[index] = true;
      if (type === "clear_output" && content["wait"] === false) cells[index] = [];
      if ((isOutput && clears[index]) || (type === "clear_output" && content["wait"] === false)) {
        cells[index] = [];
        clears[index] = false;
      }
      if (id !== undefined) {
        const { data: shown, metadata } = fields;
        for (const each of cells.flat()) if (each.id === id) Object.assign(each.output, { data: shown, metadata });
      }
      const piece = typeof content["text"] === "string" ? content["text"] : "";
      const list = cells[index] ?? [];
      const last = list.at(-1);
      if (type === "stream" && last?.pieces !== undefined && last.output["name"] === name) {
        last.pieces += piece;
      } else if (type === "stream" && piece !== "") {
        list.push({ output: { output_type: type, name }, pieces: piece });
      } else if (isOutput && type !== "stream") {
        list.push({ output: { output_type: type, ...fields }, id });
      }
    }
  }
  return cells.map((list) =>
    list.map(({ output, pieces }) => (pieces === undefined ? output : { ...output, text: onScreen(pieces) })),
  );
}

/** The text as a terminal shows it after carriage returns and backspaces. */
function onScreen(all: string): string {
  const lines = all.replaceAll("\r\n", "\n").split("\n");
  return lines
    .map((line) => {
      const shown: string[] = [];
      let at = 0;
      for (const character of line) {
        if (character === "\r") at = 0;
        else if (character === "\b") shown.splice(Math.max(0, --at), at < 0 ? 0 : 1);
        else shown[at++] = character;
        at = Math.max(0, at);
      }
      return shown.join("");
    })
    .join("\n");
}
