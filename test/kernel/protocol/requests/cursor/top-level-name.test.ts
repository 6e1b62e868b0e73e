import { expect, test } from "vitest";
import { isTopLevelName } from "../../../../../src/kernel/protocol/requests/cursor/top-level-name.ts";

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
  [true, "const ¦arr = 'shadow'"],
  [true, "const arr = 'shadow'; ¦arr"],
  [true, "import { arr } from 'x'; ¦arr"],
  [true, "{ var arr = 1 } ¦arr"],
  [false, "x = { ¦arr: 1 }"],
  [true, "function ¦f() {}"],
  [false, "function f() { const ¦arr = 1 }"],
  [false, "// ¦arr"],
  [false, "f( // ¦arr"],
  [false, "'¦arr'"],
  [true, "const ¦arr = ("],
] as const)("%s for %s", ([expected, marked]) => {
  expect(isTopLevelName(marked.replace("¦", ""), marked.indexOf("¦"))).toBe(expected);
});
