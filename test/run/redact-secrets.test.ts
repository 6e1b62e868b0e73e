import { expect, it } from "vitest";
import { OptionError } from "../../src/run/setting-errors.ts";
import { redactorOf, StreamRedactor } from "../../src/run/redact-secrets.ts";

const redactor = redactorOf(["LONG", "SHORT"], { LONG: "abcabd", SHORT: "abc" });

it("marks every secret, the longest first, in text and data", () => {
  expect(redactor.text("x abcabd y abc")).toBe("x [secret LONG] y [secret SHORT]");
  expect(redactor.values([{ abc: ["abcabd", 1, { deep: "abc" }] }])).toEqual([
    { "[secret SHORT]": ["[secret LONG]", 1, { deep: "[secret SHORT]" }] },
  ]);
});

it("marks a secret that comes in pieces, and holds back only possible secrets", () => {
  const streams = new StreamRedactor(redactorOf(["A"], { A: "abcabd" }));
  expect(["xab", "ca", "bd!", "abc"].map((piece) => streams.take("s", piece))).toEqual(["x", "", "[secret A]!", ""]);
  expect(streams.end("s")).toBe("abc");
  expect(streams.end("s")).toBe("");
});

it("marks a secret that is escaped as in JSON", () => {
  const { text } = redactorOf(["KEY"], { KEY: 'a"\n"b' });
  expect(text(`${JSON.stringify({ key: 'a"\n"b' })} a"\n"b`)).toBe('{"key":"[secret KEY]"} [secret KEY]');
});

it("refuses a variable that is not set or empty", () => {
  expect(() => redactorOf(["A"], {})).toThrow(OptionError);
  expect(() => redactorOf(["A"], { A: "" })).toThrow(/variable A is not set/);
});
