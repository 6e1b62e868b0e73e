import { expect, it } from "vitest";
import { logText } from "../../../src/cli/run/log-text.ts";

it.each([
  ["stream", { name: "stdout", text: "x" }, "x"],
  ["display_data", { data: { "text/plain": "d" } }, "d\n"],
  ["display_data", { data: { "image/png": "iVBO" } }, ""],
  ["error", { ename: "E", evalue: "v" }, "E: v\n"],
  ["clear_output", { wait: true }, ""],
] as const)("is the text of a %s", (output, content, text) => {
  expect(logText({ type: "output", label: "a.ipynb", index: 0, output, content })).toBe(text);
});
