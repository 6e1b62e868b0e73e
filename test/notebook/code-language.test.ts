import { expect, it } from "vitest";
import { languageAsked, languageEnvironment, languageOf } from "../../src/notebook/code-language.ts";

it.each([
  [{ kernelspec: { name: "jslab" } }, "javascript"],
  [{ kernelspec: { name: "jslab", language: "javascript" } }, "javascript"],
  [{ kernelspec: { name: "tsnb", language: "JavaScript" } }, "javascript"],
  [{ kernelspec: { name: "mine" }, language_info: { name: "javascript" } }, "javascript"],
  [{ kernelspec: { name: "tslab" } }, "typescript"],
  [{ kernelspec: { name: "deno", language: "typescript" } }, "typescript"],
  [{ kernelspec: { name: "mine", language: "ts" } }, "typescript"],
  [{}, "typescript"],
  [{ kernelspec: { name: "python3", language: "python" } }, { other: "Python" }],
  [{ kernelspec: { name: "conda-env-ml-py" } }, { other: "Python" }],
  [{ kernelspec: { name: "ir" } }, { other: "ir" }],
])("of %j is %j", (metadata, language) => {
  expect(languageOf({ metadata })).toEqual(language);
});

it("reaches the kernel through its environment", () => {
  expect(languageAsked({ ...languageEnvironment("javascript") })).toBe("javascript");
  expect(languageAsked({ ...languageEnvironment("typescript") })).toBe("typescript");
  expect(languageAsked({ TSNB_LANGUAGE: "no such language" })).toBe("typescript");
});
