import { expect, it } from "vitest";
import { convert } from "../../src/convert/convert.ts";
import { ConvertLanguageError } from "../../src/convert/errors.ts";
import { languageName } from "../../src/convert/language.ts";
import type { JsonObject } from "../../src/jupyter/json.ts";
import type { Notebook } from "../../src/notebook/types.ts";

const withMetadata = (metadata: JsonObject): Notebook => ({ nbformat: 4, nbformat_minor: 5, metadata, cells: [] });

it.each([
  [{ kernelspec: { name: "python3" } }, "python"],
  [{ kernelspec: { name: "conda-env-ml-py" } }, "python"],
  [{ kernelspec: { name: "julia-1.9" } }, "julia"],
  [{ kernelspec: { name: "ir" } }, "r"],
  [{ kernelspec: { name: "mine", language: "Rust" } }, "rust"],
  [{ kernelspec: { name: "Mine" } }, "mine"],
  [{ kernelspec: { name: "tsnb" } }, "typescript"],
  [{ kernelspec: { name: "jslab" } }, "javascript"],
  [{ language_info: { name: "node" } }, "javascript"],
  [{}, "typescript"],
])("of %j is %s", (metadata, language) => {
  expect(languageName(withMetadata(metadata))).toBe(language);
});

it("other than TypeScript and JavaScript cannot become TypeScript", () => {
  const [python, javascript] = ["python3", "jslab"].map((name) => withMetadata({ kernelspec: { name } }));
  expect(() => python && convert(python, { to: "ts", name: "a" })).toThrow(ConvertLanguageError);
  expect(() => javascript && convert(javascript, { to: "ts", name: "a" })).not.toThrow();
});
