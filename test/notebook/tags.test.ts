import { expect, it } from "vitest";
import { hasTag, tagsOf } from "../../src/notebook/tags.ts";

it.each([
  ["strings alone", ["a", 1, null, "b:c"], ["a", "b:c"]],
  ["none of a single string", "a", []],
  ["none of metadata without tags", undefined, []],
])("tags are %s", (_, tags, expected) => {
  expect(tagsOf(tags === undefined ? {} : { tags })).toEqual(expected);
});

it("a tag is found as a whole", () => {
  expect(hasTag({ tags: ["remove-input", "skip-execution"] }, "skip-execution")).toBe(true);
  expect(hasTag({ tags: ["skip-execution-x"] }, "skip-execution")).toBe(false);
  expect(hasTag({ tags: "skip-execution" }, "skip")).toBe(false);
});
