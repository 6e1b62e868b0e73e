import { describe, expect, it } from "vitest";
import { chosenChanges } from "../../../../labextension/src/live/imports/chosen-changes.ts";
import { markOf, MOST_PROPOSALS, readMark } from "../../../../labextension/src/live/imports/proposal-mark.ts";

describe("the mark of a proposal", () => {
  it("distinguishes proposals, and is not the start of another one", () => {
    const marks = Array.from({ length: MOST_PROPOSALS }, (_, index) => markOf(index));
    expect(new Set(marks).size).toBe(64);
    expect(marks.map((mark, index) => readMark(`read${mark}`)?.index === index)).not.toContain(false);
    expect(new Set(marks.map(({ length }) => length)).size).toBe(1);
  });

  it("is not in characters that people type", () => {
    expect(readMark("readCSV")).toBeUndefined();
    expect(readMark("")).toBeUndefined();
  });
});

/** The names that could replace the word `are` at an offset, the second one with this edit. */
function proposals(source: string, start: number, edit: { start: number; end: number; text: string }) {
  const other = { name: "area", kind: "function", module: "./a.ts", edit: { cell: "c", start: 0, end: 0, text: "" } };
  return {
    source,
    start,
    end: start + 3,
    names: [other, { ...other, module: "./b.ts", edit: { cell: "c", ...edit } }],
  };
}

function applied(now: string, found: ReturnType<typeof chosenChanges>): string {
  const changes = (found?.changes ?? []).toSorted((a, b) => b.from - a.from);
  const text = changes.reduce((code, { from, to, insert }) => code.slice(0, from) + insert + code.slice(to), now);
  return `${text.slice(0, found?.cursor)}|${text.slice(found?.cursor)}`;
}

const IMPORT = 'import { area } from "./b.ts";\n';

describe("a chosen name", () => {
  it("comes with its import, and the cursor stays behind it", () => {
    const known = proposals("1;\nare", 3, { start: 0, end: 0, text: IMPORT });
    const found = chosenChanges({ from: 3, to: 6, insert: `area${markOf(1)}` }, "1;\nare", known);
    expect(applied("1;\nare", found)).toBe(`${IMPORT}1;\narea|`);
  });

  it("may have been typed on, with the import below it", () => {
    const source = "f(are)\nimport { b } from './b.ts'";
    const known = proposals(source, 2, { start: 17, end: 17, text: ", area" });
    const now = source.replace("are", "area");
    const found = chosenChanges({ from: 2, to: 6, insert: `area${markOf(1)}` }, now, known);
    expect(applied(now, found)).toBe("f(area|)\nimport { b, area } from './b.ts'");
  });

  it("comes alone when the cell has changed otherwise, or nothing is known about it", () => {
    const known = proposals("1;\nare", 3, { start: 0, end: 0, text: IMPORT });
    const change = { from: 4, to: 7, insert: `area${markOf(1)}` };
    expect(applied("12;\nare", chosenChanges(change, "12;\nare", known))).toBe("12;\narea|");
    expect(applied("12;\nare", chosenChanges(change, "12;\nare", undefined))).toBe("12;\narea|");
  });

  it("is another change than one by hand", () => {
    expect(chosenChanges({ from: 0, to: 0, insert: "area" }, "", undefined)).toBeUndefined();
  });
});
