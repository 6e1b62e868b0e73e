import { expect, it } from "vitest";
import { eventLine, printed } from "../../../src/cli/run/event-line.ts";
import { NoKernelError } from "../../../src/run/notebook-errors.ts";
import { cellResult, notebookResult } from "../../support/results.ts";

it("is a JSON object with a version and the error's message, without the notebook", () => {
  const error = new NoKernelError("a.ipynb");
  const result = notebookResult({ status: "failed", error, cells: [cellResult({ error })] });
  const event: unknown = JSON.parse(eventLine({ type: "notebook-finished", label: "a.ipynb", result }));
  const told = { name: "NoKernelError", message: error.message };
  expect(event).toMatchObject({ version: 1, type: "notebook-finished", label: "a.ipynb" });
  expect(event).toMatchObject({ result: { status: "failed", error: told, cells: [{ index: 0, error: told }] } });
  expect(event).not.toHaveProperty("result.notebook");
});

it.each([
  ["stream", { name: "stdout", text: "x" }, "x"],
  ["display_data", { data: { "text/plain": "d" } }, "d\n"],
  ["display_data", { data: { "image/png": "iVBO" } }, ""],
  ["error", { ename: "E", evalue: "v" }, "E: v\n"],
  ["clear_output", { wait: true }, ""],
] as const)("prints a %s as text", (output, content, text) => {
  expect(printed({ type: "output", label: "a.ipynb", index: 0, output, content })).toBe(text);
});
