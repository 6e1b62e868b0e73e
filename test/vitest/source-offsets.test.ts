import { expect, test } from "vitest";
import { sourceOffsets } from "../../src/vitest/source-offsets.ts";

/** The characters of the file at the offsets of a cell's characters; `end` for one past the file's end. */
function charactersAt(text: string, cell: number): string[] | undefined {
  return sourceOffsets(text)
    .get(cell)
    ?.map((at) => text[at] ?? "end");
}

test("maps each character of a cell's source to its place in the file", () => {
  const text = JSON.stringify(
    {
      metadata: { source: "no", cells: [{ source: "no" }] },
      cells: [{ source: ['a"\n', "é\\"] }, { source: "b" }, {}],
    },
    null,
    1,
  );
  expect(charactersAt(text, 0)).toEqual(["a", "\\", "\\", "é", "\\", '"']);
  expect(charactersAt(text, 1)).toEqual(["b", '"']);
  expect(charactersAt(text, 2)).toBeUndefined();
});

test("counts an escaped character as one", () => {
  expect(sourceOffsets(String.raw`{"cells":[{"source":"\u0041b"}]}`).get(0)).toEqual([21, 27, 28]);
});

test.each(["", "{", '{"cells": [', '{"cells": [{"source": "a', "[[[", '{"cells" [1]}'])("ends on %j", (text) => {
  expect(sourceOffsets(text).size).toBeLessThan(2);
});
