import { describe, expect, it } from "vitest";
import { ParameterError } from "../../../src/run/errors/setting-errors.ts";
import type { ParameterLanguage } from "../../../src/run/parameters/declared-parameters.ts";
import { secretCode, secretVariables } from "../../../src/run/parameters/secret-parameters.ts";

it("fill the parameters of their names, the same one first", () => {
  const declared = ["token", "apiKey", "other"].map((name) => ({ name }));
  expect([...secretVariables(declared, ["TOKEN", "token", "API_KEY", "MORE"])]).toEqual([
    ["token", "token"],
    ["apiKey", "API_KEY"],
  ]);
});

const parameter = { name: "p", keyword: "const", fallback: undefined, comment: undefined };

function code(schema: Record<string, unknown>, value: string, language: ParameterLanguage = "typescript") {
  const declared = { ...parameter, annotation: "T", schema: JSON.parse(JSON.stringify(schema)) };
  return secretCode(declared, "P", { env: { P: value }, file: "a.ipynb", language });
}

describe("the code that reads a secret", () => {
  it("has the parameter's type", () => {
    expect(code({ type: "string" }, "x")).toBe('String(process.env["P"])');
    expect(code({}, "x", "javascript")).toBe('String(process.env["P"])');
    expect(code({ anyOf: [{ type: "string" }, { type: "null" }] }, "x")).toBe('String(process.env["P"])');
    expect(code({ type: "number" }, " -1e3")).toBe('Number(process.env["P"])');
    expect(code({ type: "string" }, "x", "python")).toBe('__import__("os").environ["P"]');
    expect(code({ type: "integer" }, "12", "python")).toBe('int(__import__("os").environ["P"])');
    expect(code({ type: "number" }, "1.5", "python")).toBe('float(__import__("os").environ["P"])');
  });

  it.each([
    [{ type: "number" }, "hunter2", "the value of the environment variable P is not a number"],
    [{ type: "number" }, "", "the value of the environment variable P is not a number"],
    [{ type: "integer" }, "1.5", "the value of the environment variable P is not an integer"],
    [{ enum: ["a", "b"], type: "string" }, "a", "its type is T, and a secret is a string or a number"],
    [{ type: "array" }, "hunter2", "its type is T, and a secret is a string or a number"],
  ])("refuses a value that does not fit %j, without showing it", (schema, value, message) => {
    const refused = () => code(schema, value);
    expect(refused).toThrow(ParameterError);
    expect(refused).toThrow(message);
    expect(refused).not.toThrow("hunter2");
  });
});
