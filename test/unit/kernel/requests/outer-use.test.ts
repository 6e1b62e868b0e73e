import { expect, test } from "vitest";
import { isOuterUse } from "../../../../src/kernel/requests/outer-use.ts";

test.for([
  [true, "¦add(1, 2)"],
  [true, "function f() { return ¦add }"],
  [true, "const b = ¦arr"],
  [true, "[...¦arr]"],
  [true, "!ls\n¦arr"],
  [true, "f(¦arr, "],
  [false, "function q(add: string){ return ¦add }"],
  [false, "(add: string) => ¦add"],
  [false, "(¦add: string) => 1"],
  [false, "const ¦arr = 'shadow'"],
  [false, "const arr = 'shadow'; ¦arr"],
  [false, "import { arr } from 'x'; ¦arr"],
  [false, "{ var arr = 1 } ¦arr"],
  [false, "x = { ¦arr: 1 }"],
  [false, "// ¦arr"],
  [false, "f( // ¦arr"],
  [false, "'¦arr'"],
  [false, "const ¦arr = ("],
] as const)("%s for %s", ([expected, marked]) => {
  expect(isOuterUse(marked.replace("¦", ""), marked.indexOf("¦"))).toBe(expected);
});
