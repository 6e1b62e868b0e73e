import { expect, test } from "vitest";
import {
  commandCompletions,
  commandPartAt,
} from "../../../../../src/kernel/protocol/requests/cursor/magic-completions.ts";

test.for([
  ["!ls ¦", "shell"],
  ["!¦", "shell"],
  ["!ls \\\n  -l ¦", "shell"],
  ["!ls \\\n  -l ¦ \\\n  -a\nb", "shell"],
  ["const a = 1\n  !ls ¦\nb", "shell"],
  ["%npm ¦", "argument"],
  ["%cd ¦", "shell"],
  ["%%writefile ¦", "shell"],
  ["%%wr¦", "name"],
  ["a\n%%wr¦", undefined],
  ["%¦", "name"],
  ["const a = 1\n%ti¦", "name"],
  ["!(a¦", undefined],
  ["a\n%b¦", undefined],
  ["`\n!ls ¦`", undefined],
  ["/*\n%check ¦*/", undefined],
  ["a %b¦", undefined],
  ["¦\n!ls", undefined],
] as const)("%s", ([marked, expected]) => {
  expect(commandPartAt(marked.replace("¦", ""), marked.indexOf("¦"))?.type).toBe(expected);
});

test("the code of %timeit is TypeScript at its own offset", () => {
  expect(commandPartAt("a\n%timeit pt.he\nb", 15)).toEqual({ type: "code", cell: "a\n        pt.he\nb" });
});

test.for([
  [
    "%",
    [
      "%bash",
      "%time",
      "%writefile",
      "cd",
      "check",
      "deps",
      "env",
      "help",
      "npm",
      "reset",
      "run",
      "time",
      "timeit",
      "who",
    ],
  ],
  ["%%w", ["%writefile"]],
  ["%%", ["%bash", "%time", "%writefile"]],
  ["%re", ["reset"]],
  ["%check ", ["on", "off", "block"]],
  ["%check o", ["on", "off"]],
  ["%npm ", []],
  ["!ls ", []],
] as const)("proposals behind %s", ([code, expected]) => {
  const part = commandPartAt(code, code.length);
  expect(part && commandCompletions(part).items.map(({ text }) => text)).toEqual(expected);
});
