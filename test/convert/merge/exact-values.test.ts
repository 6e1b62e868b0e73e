import { assert, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { type Merged, mergeNotebooks } from "../../../src/convert/merge/merge.ts";
import { parseNotebook } from "../../../src/notebook/file/read.ts";
import { formatNotebook } from "../../../src/notebook/file/write.ts";
import type { Notebook } from "../../../src/notebook/types.ts";
import { fuzz } from "../../support/fuzz.ts";
import { versions } from "../../support/generated-edits.ts";
import { withFloats } from "../../support/spelled-numbers.ts";

/** The text of a notebook with a cell: its metadata, a number among its outputs, and one in the notebook's metadata. */
function text(id: string, own: string, output = "0", top = "0"): string {
  return (
    `{"cells":[{"cell_type":"code","id":"${id}","metadata":${own},"source":"f()","execution_count":1,"outputs":[` +
    `{"output_type":"display_data","data":{"application/json":{"n":${output}}},"metadata":{}}]}],` +
    `"metadata":{"top":${top}},"nbformat":4,"nbformat_minor":5}`
  );
}

function read(...args: Parameters<typeof text>): Notebook {
  return parseNotebook(text(...args), "a.ipynb", { strict: true });
}

function merge(base: Notebook, ours: Notebook, theirs: Notebook): Merged {
  return mergeNotebooks(base, ours, theirs, { ours: "ours", theirs: "theirs" });
}

function written(merged: Merged): string {
  return formatNotebook(merged.notebook).replaceAll(/\s/g, "");
}

const [BIG, NEXT] = ["9007199254740993", "9007199254740995"];

describe("a merge of notebooks with numbers that JavaScript would change", () => {
  test("has those of either side as they are spelled, also in a cell with another id", () => {
    const base = read("a", "{}");
    const ours = read("a", `{"mine":1.0}`, "0", BIG);
    const theirs = read("b", `{"list":[1e3,{"x":${BIG}}]}`, BIG);
    for (const merged of [merge(base, ours, theirs), merge(base, theirs, ours)]) {
      expect(merged.conflicts).toEqual([]);
      const all = written(merged);
      expect(all).toContain(`"metadata":{"list":[1e3,{"x":${BIG}}],"mine":1.0}`);
      expect(all).toContain(`{"n":${BIG}}`);
      expect(all).toContain(`"metadata":{"top":${BIG}}`);
    }
  });

  test("has a change that only the spelling shows, and both sides of a conflict", () => {
    const [was, now] = ["9007199254740992", BIG];
    const changed = merge(
      read("a", `{"x":${was}}`, was),
      read("a", `{"x":${was}}`, was),
      read("a", `{"x":${now}}`, now),
    );
    expect(written(changed)).toContain(`"metadata":{"x":${now}}`);
    expect(written(changed)).toContain(`{"n":${now}}`);
    const both = merge(read("a", `{"x":1.0}`), read("a", `{"x":${BIG}}`), read("a", `{"x":${NEXT}}`));
    expect(both.conflicts).toEqual([{ cell: "a", parts: ["metadata"] }]);
    expect(written(both)).toContain(`"metadata":{"merge-conflict":{"x":${NEXT}},"x":${BIG}}`);
  });

  test("takes a number that another program wrote again as unchanged", () => {
    const resaved = merge(
      read("a", `{"x":1.0,"y":[1.0]}`),
      read("a", `{"x":1,"y":[1]}`),
      read("a", `{"x":2.0,"y":[3.0]}`),
    );
    expect(resaved.conflicts).toEqual([]);
    expect(written(resaved)).toContain(`"metadata":{"x":2.0,"y":[3.0]}`);
    const deleted = merge(read("a", `{"x":1.0}`), { ...read("a", "{}"), cells: [] }, read("a", `{"x":1}`));
    expect(deleted).toMatchObject({ conflicts: [], notebook: { cells: [] } });
  });

  test("has our indentation", () => {
    const ours = parseNotebook(`${JSON.stringify(JSON.parse(text("a", "{}")), null, 4)}\r\n`, "a.ipynb");
    const merged = merge(read("a", "{}"), ours, read("a", `{"x":1.0}`));
    expect(formatNotebook(merged.notebook)).toContain('                "x": 1.0');
  });

  test("equals the changed side to the byte where the other did not change, in generated notebooks", () => {
    assert(
      property(versions(), ({ base, ours }) => {
        const [was, now] = [withFloats(base), withFloats(ours)];
        expect(formatNotebook(merge(was, now, was).notebook)).toBe(formatNotebook(now));
        expect(formatNotebook(merge(was, now, now).notebook)).toBe(formatNotebook(now));
      }),
      fuzz(),
    );
  });
});
