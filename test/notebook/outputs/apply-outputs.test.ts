import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../src/jupyter/json.ts";
import { Outputs } from "../../../src/notebook/outputs/apply-outputs.ts";

type Step = readonly [cell: number, type: string, content: JsonObject];

const text = (value: string) => ({ data: { "text/plain": value }, metadata: {} });
const display = (cell: number, value: string, id?: string): Step => [
  cell,
  "display_data",
  { ...text(value), transient: id === undefined ? {} : { display_id: id } },
];
const update = (cell: number, value: string, id: string): Step => [
  cell,
  "update_display_data",
  { ...text(value), transient: { display_id: id } },
];
const stream = (cell: number, name: string, value: string): Step => [cell, "stream", { name, text: value }];
const clear = (cell: number, wait: boolean): Step => [cell, "clear_output", { wait }];
const shown = (value: string) => ({ output_type: "display_data", ...text(value) });
const said = (name: string, value: string) => ({ output_type: "stream", name, text: value });

function after(...steps: Step[]): Outputs {
  const outputs = new Outputs();
  for (const [cell, type, content] of steps) outputs.apply(cell, type, content);
  return outputs;
}

describe("streams", () => {
  it("are joined while nothing else comes between", () => {
    const outputs = after(
      stream(0, "stdout", "a"),
      stream(0, "stdout", "b"),
      stream(0, "stderr", "c"),
      stream(0, "stdout", "d"),
    );
    expect(outputs.of(0)).toEqual([said("stdout", "ab"), said("stderr", "c"), said("stdout", "d")]);
  });

  it("are kept apart by a display", () => {
    const outputs = after(stream(0, "stdout", "a"), display(0, "x"), stream(0, "stdout", "b"));
    expect(outputs.of(0)).toEqual([said("stdout", "a"), shown("x"), said("stdout", "b")]);
  });

  it("keep only the last state of a progress bar that arrives in pieces", () => {
    const outputs = after(stream(0, "stderr", "1/2\r"), stream(0, "stderr", "2/2\r"), stream(0, "stderr", "ok "));
    expect(outputs.of(0)).toEqual([said("stderr", "ok ")]);
  });

  it("leave no output when they are empty", () => {
    expect(after(stream(0, "stdout", "")).of(0)).toEqual([]);
  });
});

describe("displays and results", () => {
  it("are stored without transient data", () => {
    expect(after(display(0, "x", "id")).of(0)).toEqual([shown("x")]);
  });

  it("keep a result's number", () => {
    const outputs = after([0, "execute_result", { ...text("2"), execution_count: 7 }]);
    expect(outputs.of(0)).toEqual([{ output_type: "execute_result", execution_count: 7, ...text("2") }]);
  });

  it("are stored as text unless their type is JSON", () => {
    const data = {
      "text/plain": ["a\n", "b"],
      "text/x": 5,
      "application/json": [1],
      "application/vnd.x+json": { a: 1 },
    };
    const [output] = after([0, "display_data", { data, metadata: {} }]).of(0);
    expect(output).toHaveProperty("data", {
      "text/plain": "a\nb",
      "text/x": "5",
      "application/json": [1],
      "application/vnd.x+json": { a: 1 },
    });
  });

  it("are updated in every cell that shows them, by any cell", () => {
    const outputs = after(
      display(0, "old", "id"),
      display(1, "old", "id"),
      display(1, "other", "id2"),
      update(2, "new", "id"),
    );
    expect(outputs.of(0)).toEqual([shown("new")]);
    expect(outputs.of(1)).toEqual([shown("new"), shown("other")]);
    expect(outputs.of(2)).toEqual([]);
  });

  it("are updated where they were when the same id is displayed again", () => {
    const outputs = after(display(0, "one", "id"), display(1, "two", "id"));
    expect(outputs.of(0)).toEqual([shown("two")]);
    expect(outputs.of(1)).toEqual([shown("two")]);
  });

  it("keep a result a result when it is updated", () => {
    const result: Step = [0, "execute_result", { ...text("1"), execution_count: 3, transient: { display_id: "r" } }];
    expect(after(result, update(0, "2", "r")).of(0)).toEqual([
      { output_type: "execute_result", execution_count: 3, ...text("2") },
    ]);
  });

  it("ignore an update of something that was never shown", () => {
    expect(after(display(0, "x"), update(0, "y", "nobody")).of(0)).toEqual([shown("x")]);
  });

  it("are found by their id after streams were joined", () => {
    const outputs = after(
      stream(0, "stdout", "a"),
      display(0, "x", "id"),
      stream(0, "stdout", "b"),
      stream(0, "stdout", "c"),
      update(0, "y", "id"),
    );
    expect(outputs.of(0)).toEqual([said("stdout", "a"), shown("y"), said("stdout", "bc")]);
  });
});

describe("clear_output", () => {
  it("clears at once", () => {
    expect(after(display(0, "x"), clear(0, false)).of(0)).toEqual([]);
  });

  it("waits for the next output", () => {
    const outputs = after(display(0, "x"), clear(0, true));
    expect(outputs.of(0)).toEqual([shown("x")]);
    outputs.apply(0, "stream", { name: "stdout", text: "y" });
    expect(outputs.of(0)).toEqual([said("stdout", "y")]);
  });

  it("that waits does not continue an earlier stream", () => {
    expect(after(stream(0, "stdout", "old"), clear(0, true), stream(0, "stdout", "new")).of(0)).toEqual([
      said("stdout", "new"),
    ]);
  });

  it("clears its own cell only", () => {
    const outputs = after(display(0, "x"), display(1, "y"), clear(1, false));
    expect([outputs.of(0), outputs.of(1)]).toEqual([[shown("x")], []]);
  });

  it("forgets the displays it cleared", () => {
    expect(after(display(0, "x", "id"), clear(0, false), update(0, "y", "id")).of(0)).toEqual([]);
  });

  it("clears once", () => {
    const outputs = after(display(0, "x"), clear(0, true), display(0, "y"), display(0, "z"));
    expect(outputs.of(0)).toEqual([shown("y"), shown("z")]);
  });
});

describe("errors", () => {
  it("are stored with their traceback", () => {
    const error = { ename: "Error", evalue: "boom", traceback: ["a", "b"] };
    expect(after([0, "error", error]).of(0)).toEqual([{ output_type: "error", ...error }]);
  });
});

it("ignores messages that are not outputs", () => {
  const outputs = after(
    [0, "status", { execution_state: "busy" }],
    [0, "execute_input", { code: "1" }],
    [0, "comm_open", {}],
  );
  expect(outputs.of(0)).toEqual([]);
});
