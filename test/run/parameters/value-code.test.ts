import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../src/jupyter/json.ts";
import { ParameterError } from "../../../src/run/errors/setting-errors.ts";
import type { ParameterLanguage } from "../../../src/run/parameters/declared-parameters.ts";
import { type ParameterValue, parseExactJson, WrittenNumber } from "../../../src/run/parameters/parameter-value.ts";
import { valueCode } from "../../../src/run/parameters/value-code.ts";
import { valueFor } from "../../../src/run/parameters/values.ts";

function code(value: ParameterValue, schema: JsonObject = {}, language: ParameterLanguage = "typescript"): string {
  return valueCode(value, schema, { file: "a.ipynb", name: "p", language });
}

/** The code for text from the command line. */
function read(text: string, schema: JsonObject = {}, language: ParameterLanguage = "typescript"): string {
  return code(valueFor(text, { schema }), schema, language);
}

describe("numbers", () => {
  it.each([
    ["9007199254740993", "9007199254740993"],
    ["1.0", "1.0"],
    ["1e400", "1e400"],
    ["-0", "-0"],
    ['{"ids": [9007199254740993, 1.50]}', '{"ids": [9007199254740993, 1.50]}'],
  ])("%s stays as it is written in Python", (text, expected) => {
    expect(read(text, {}, "python")).toBe(expected);
  });

  it.each(["9007199254740993", "-9007199254740993", "1e400"])("%s is refused where JavaScript changes it", (text) => {
    expect(() => read(text)).toThrow(ParameterError);
    expect(() => read(`[${text}]`)).toThrow(`JavaScript numbers cannot hold ${text}; only a bigint or a string can`);
    expect(() => read(text, { type: "number" }, "javascript")).toThrow(ParameterError);
  });

  it("that JavaScript holds are written as they are", () => {
    expect(["1.0", "0.1", "9007199254740992", "1e3"].map((text) => read(text))).toEqual([
      "1.0",
      "0.1",
      "9007199254740992",
      "1e3",
    ]);
  });

  it.each([
    ["Infinity", "Infinity", 'float("inf")'],
    ["-inf", "-Infinity", 'float("-inf")'],
    ["nan", "NaN", 'float("nan")'],
  ])("%s has the name that the language gives it", (text, script, python) => {
    expect(read(text, { type: "number" })).toBe(script);
    expect(read(text, { type: "number" }, "python")).toBe(python);
    expect(read(text, { type: "string" })).toBe(JSON.stringify(text));
    expect(read(text)).toBe(JSON.stringify(text));
  });
});

describe("values that JSON cannot carry", () => {
  it.each([
    ["9007199254740993", { type: "integer" }, "9007199254740993n"],
    ["5", { anyOf: [{ type: "integer" }, { type: "null" }] }, "5n"],
    ["[1, 2]", { type: "array", items: { type: "integer" } }, "[1n,2n]"],
    ["[1, 2]", { type: "array", prefixItems: [{ type: "integer" }, { type: "number" }] }, "[1n,2]"],
    [
      '{"a": 1, "b": 2}',
      { type: "object", properties: { a: { type: "integer" } }, additionalProperties: { type: "number" } },
      '{"a":1n,"b":2}',
    ],
    ["2026-11-29", { type: "string", format: "date-time" }, 'new Date("2026-11-29")'],
    ["null", { anyOf: [{ type: "string", format: "date-time" }, { type: "null" }] }, "null"],
  ])("%s is written as the type %j wants", (text, schema, expected) => {
    expect(read(text, schema)).toBe(expected);
  });

  it("are left as they are where they do not fit, for the compiler to refuse", () => {
    expect(read("1.5", { type: "integer" })).toBe("1.5");
  });

  it.each([
    "soon",
    "03.02.2024",
    "02/03/2024",
    "2024-02-30",
    "2024-13-01",
    "1 March 2024",
    "2024-02-03T25:00",
    "2024-02-03T10:00+99:99",
  ])("%s is refused as a date, which JavaScript would read in its own way", (text) => {
    const date = { type: "string", format: "date-time" };
    expect(() => read(text, date)).toThrow(`"${text}" is not a date in ISO 8601, such as 2026-11-29`);
    expect(() => read(text, { anyOf: [{ type: "null" }, date] })).toThrow(`"${text}" is not a date in ISO 8601`);
    expect(read(text, { anyOf: [date, { type: "string" }] })).toBe(`"${text}"`);
  });

  it.each(["2024", "2024-02-29", "2024-02", "2024-02-03 10:30", "2024-02-03T10:00:00.250+02:00", "2024-02-03T10:00Z"])(
    "%s is a date",
    (text) => expect(read(text, { type: "string", format: "date-time" })).toBe(`new Date("${text}")`),
  );

  it("may be a bigint of the program", () => {
    expect(code(2n ** 64n, { type: "integer" })).toBe("18446744073709551616n");
    expect(code(2n ** 64n, {}, "python")).toBe("18446744073709551616");
  });
});

describe("text for a union", () => {
  const orNull = { anyOf: [{ type: "string" }, { type: "null" }] };

  it.each([
    ["null", orNull, null],
    ["5", orNull, "5"],
    ["words", orNull, "words"],
    ["5", { anyOf: [{ type: "string" }, { type: "number" }] }, 5],
    ["true", { anyOf: [{ type: "string" }, { type: "boolean" }] }, true],
    ["012", { anyOf: [{ type: "string" }, { type: "number" }] }, "012"],
  ])("%s is read as a part of %j that is no string, where it can be", (text, schema, expected) => {
    expect(valueFor(text, { schema })).toEqual(expected);
  });
});

it("JSON keeps the spelling of numbers, wherever they are", () => {
  expect(parseExactJson('{"a/b": [1.0, {"~": 2}]}')).toEqual({ "a/b": [new WrittenNumber("1.0"), { "~": 2 }] });
});
