import { expect, it } from "vitest";
import { headingsOf } from "../../src/notebook/headings.ts";

function text(source: string) {
  return { cell_type: "markdown", source } as const;
}

const code = { cell_type: "code", source: "# not a heading" } as const;

it("is the last heading above a cell, of any level", () => {
  const cells = [code, text("# A"), code, text("words"), code, text("## B ##\n\nwords"), code];
  expect(headingsOf(cells)).toEqual([undefined, "A", "A", "A", "A", "B", "B"]);
});

it("is the last one of a cell that has several, and none inside a fence of code", () => {
  const fenced = "# A\n### C#\n```sh\n# comment\n```\n";
  expect(headingsOf([text(fenced), code])).toEqual(["C#", "C#"]);
  expect(headingsOf([text("~~~\n```\n# x\n~~~\n#no\n# yes"), code])[1]).toBe("yes");
});
