import { expect, it } from "vitest";
import { jsonLine } from "../../../src/cli/run/json-line.ts";
import { NoKernelError } from "../../../src/run/errors/notebook-errors.ts";
import { cellResult, notebookResult } from "../../support/results.ts";

it("is a JSON object with a version and the error's message, without the notebook", () => {
  const error = new NoKernelError("a.ipynb");
  const result = notebookResult({ status: "failed", error, cells: [cellResult({ error })] });
  const event: unknown = JSON.parse(jsonLine({ type: "notebook-finished", label: "a.ipynb", result }));
  const told = { name: "NoKernelError", message: error.message };
  expect(event).toMatchObject({ version: 1, type: "notebook-finished", label: "a.ipynb" });
  expect(event).toMatchObject({ result: { status: "failed", error: told, cells: [{ index: 0, error: told }] } });
  expect(event).not.toHaveProperty("result.notebook");
});
