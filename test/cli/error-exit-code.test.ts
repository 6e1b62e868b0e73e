import { CommanderError } from "commander";
import { expect, it } from "vitest";
import { exitCodeOf } from "../../src/cli/error-exit-code.ts";
import { NotebookJsonError } from "../../src/notebook/errors.ts";
import { WriteError } from "../../src/util/files/write-atomic.ts";

it.each([
  ["help and version", new CommanderError(0, "commander.helpDisplayed", ""), 0, /^$/],
  ["wrong usage, which Commander has told", new CommanderError(1, "commander.unknownOption", "x"), 2, /^$/],
  ["an error on purpose", new WriteError("f", new Error("disk full")), 1, /^tsnb: Writing f: disk full\. .*\.$/],
  [
    "a file that cannot be used",
    new NotebookJsonError("a.ipynb", "it is empty"),
    2,
    /^tsnb: Reading a\.ipynb: it is empty/,
  ],
  ["a bug", new TypeError("oops"), 1, /TypeError: oops\n {4}at [^]*this is a bug in tsnb/],
  ["a value that is not an error", "text", 1, /this is a bug/],
])("maps %s", (_, thrown, code, says) => {
  let told = "";
  expect(exitCodeOf(thrown, (text) => (told += text))).toBe(code);
  expect(told).toMatch(says);
});
