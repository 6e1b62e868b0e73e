import { expect, it } from "vitest";
import { spelledAs, spelledJson } from "../../../src/jupyter/spellings.ts";
import { OptionError } from "../../../src/run/errors/setting-errors.ts";
import { redactorOf, StreamRedactor } from "../../../src/run/secrets/redact-secrets.ts";

const redactor = redactorOf(["LONG", "SHORT"], { LONG: "abcabd", SHORT: "abc" });

it("marks every secret, the longest first, in text and data", () => {
  expect(redactor.text("x abcabd y abc")).toBe("x [secret LONG] y [secret SHORT]");
  expect(redactor.values([{ abc: ["abcabd", 1, { deep: "abc" }] }])).toEqual([
    { "[secret SHORT]": ["[secret LONG]", 1, { deep: "[secret SHORT]" }] },
  ]);
});

it("keeps the digits of numbers in data", () => {
  const state = spelledAs({ count: 9007199254740992, of: "abc" }, new Map([["/count", "9007199254740993"]]));
  expect(redactor.values([state]).map(spelledJson)).toEqual(['{"count":9007199254740993,"of":"[secret SHORT]"}']);
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

const KEY = `a&b<c>'d" e/+\\f=é`;

it.each([
  ["HTML", "a&amp;b&lt;c&gt;&#39;d&quot; e/+\\f=é"],
  ["HTML with other entities", "a&#38;b&#x3C;c&#x3e;&#039;d&#34; e&#x2F;+\\f=&#233;"],
  ["JSON in HTML", "a&amp;b&lt;c&gt;&#x27;d\\&quot; e/+\\\\f=é"],
  ["JSON with escapes", "a\\u0026b\\u003cc\\u003E'd\\\" e/+\\\\f=\\u00e9"],
  ["JSON in JSON", JSON.stringify(JSON.stringify(KEY).slice(1, -1)).slice(1, -1)],
  ["a URL", encodeURIComponent(KEY)],
  ["a URL in lower case", encodeURIComponent(KEY).replaceAll(/%../g, (byte) => byte.toLowerCase())],
  ["JSON in a URL", encodeURIComponent(JSON.stringify(KEY).slice(1, -1))],
  ["a form", new URLSearchParams({ k: KEY }).toString().slice(2)],
  ["hexadecimal", Buffer.from(KEY).toString("hex")],
  ["a line of its own", `${KEY}\n`.trim()],
])("redacts a secret in %s, whole or in pieces", (_, written) => {
  const hiding = redactorOf(["KEY"], { KEY });
  expect(hiding.text(`x ${written} y`)).toBe("x [secret KEY] y");
  const streams = new StreamRedactor(hiding);
  const shown = Array.from(`x ${written} y`, (character) => streams.take("s", character));
  expect(shown.join("") + streams.end("s")).toBe("x [secret KEY] y");
});

it.each(["", "u", "us", "use", "user:"])("marks a secret in base64 behind %j", (before) => {
  const { text } = redactorOf(["KEY"], { KEY: "hunter2-\xff\xfe-long" });
  for (const form of ["base64", "base64url"] as const) {
    const encoded = Buffer.from(`${before}hunter2-\xff\xfe-long`).toString(form);
    expect(text(encoded)).toMatch(/^[\w+/-]{0,7}\[secret KEY\][\w+/=-]{0,3}$/);
  }
});

it("marks a secret without the white space around it, and its long lines", () => {
  const lines = ["-----BEGIN KEY-----", "MIIEvQIBADANBgkqhkiG9w0B", "AQEFAASC"];
  const { text } = redactorOf(["PEM"], { PEM: `${lines.join("\n")}\n` });
  expect(text(lines.join("\r\n"))).toBe("[secret PEM]");
  expect(text(`> ${lines[1]}\n> AQEFAASC`)).toBe("> [secret PEM]\n> AQEFAASC");
});

it("leaves short secrets to their own letters", () => {
  const { text } = redactorOf(["PIN"], { PIN: "1234" });
  expect(text("1234 MTIzNA== 31323334")).toBe("[secret PIN] MTIzNA== 31323334");
  expect(text("a secret")).toBe("a secret");
});

it("does not look for secrets in its own marks", () => {
  const { text } = redactorOf(["A", "B"], { A: "first", B: "secret" });
  expect(text("first secret")).toBe("[secret A] [secret B]");
});

it("refuses a variable that is not set or empty", () => {
  expect(() => redactorOf(["A"], {})).toThrow(OptionError);
  expect(() => redactorOf(["A"], { A: "" })).toThrow(/variable A is not set/);
});
