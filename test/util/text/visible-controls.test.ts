import { expect, it } from "vitest";
import { visibleControls } from "../../../src/util/text/visible-controls.ts";

it.each([
  ["plain äöü 😀\n\tindented", "plain äöü 😀\n\tindented"],
  ["\u001b[2J\u001b]0;title\u0007", "␛[2J␛]0;title␇"],
  ["a\r\nb\0c\u007f", "a␍\nb␀c␡"],
  ["\u009b2J\u202eabc\u2066", "\\u{9b}2J\\u{202e}abc\\u{2066}"],
])("control characters of %j are seen", (text, seen) => {
  expect(visibleControls(text)).toBe(seen);
});
