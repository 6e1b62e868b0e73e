import { expect, test } from "vitest";
import {
  type CursorContext,
  surroundingsAt,
} from "../../../../../src/kernel/protocol/requests/cursor/cursor-context.ts";

test.for<[CursorContext, string]>([
  ["code", "¦"],
  ["code", "pt.¦"],
  ["comment", "// pt.¦"],
  ["code", "// it's\npt.¦"],
  ["comment", "a /* pt.¦ */"],
  ["code", "/* ' */ pt.¦"],
  ["text", "'pt.¦'"],
  ["text", '"pt.¦'],
  ["text", String.raw`'it\'s ¦'`],
  ["code", "'pt.' + ¦"],
  ["code", "'unclosed\npt.¦"],
  ["text", "'continued \\\npt.¦'"],
  ["text", "`pt.¦`"],
  ["code", "`a ${pt.¦}`"],
  ["code", "`a ${{ b: { c } }} ${pt.¦"],
  ["text", "`a ${{ b: { c } }} pt.¦`"],
  ["text", "`a ${`b ${c}`} pt.¦`"],
  ["code", "`a ${`b ${c} $`}`; pt.¦"],
  ["text", "/pt.¦/"],
  ["text", "x = /[/'\"]pt.¦/"],
  ["code", "x = /[/'\"`]/u; pt.¦"],
  ["text", "return /pt.¦/"],
  ["code", "a / b; c / pt.¦"],
  ["code", "(a) / 2; b[0] / pt.¦"],
  ["code", "x = <b>text</b>; pt.¦"],
  ["code", "constructor; pt.¦"],
  ["code", "!ls /tmp/* it's\npt.¦"],
])("%s around %s", ([expected, marked]) => {
  const offset = marked.indexOf("¦");
  expect(surroundingsAt(marked.replace("¦", ""), offset)).toBe(expected);
});
