import { describe, expect, it } from "vitest";
import { nbvalMarks } from "../../src/notebook/nbval.ts";

const NONE = { compared: undefined, skip: false, raises: false };

describe("nbvalMarks", () => {
  it.each([
    [["nbval-ignore-output"], "1", { compared: false }],
    [["nbval-check-output"], "1", { compared: true }],
    [["nbval-raises-exception", "nbval-skip"], "1", { raises: true, skip: true }],
    [[], "# NBVAL_IGNORE_OUTPUT\n1", { compared: false }],
    [[], "x = 1\n  ## NBVAL_SKIP  ", { skip: true }],
    [[], "// NBVAL_RAISES_EXCEPTION\n1", { raises: true }],
    [[], "# PYTEST_VALIDATE_IGNORE_OUTPUT", { compared: false }],
    // A comment overrides a tag, and the last of several overrides the others.
    [["nbval-ignore-output"], "# NBVAL_CHECK_OUTPUT", { compared: true }],
    [["nbval-check-output", "nbval-ignore-output"], "", { compared: false }],
    [["toString", "nbval"], "// see NBVAL_SKIP\nconst a = 1; // NBVAL_SKIP", {}],
  ])("reads %j and %j", (tags, source, marks) => {
    expect(nbvalMarks({ metadata: { tags }, source })).toEqual({ ...NONE, ...marks });
  });

  it("accepts malformed tags", () => {
    expect(nbvalMarks({ metadata: { tags: "nbval-skip" }, source: "" })).toEqual(NONE);
    expect(nbvalMarks({ metadata: { tags: [1, null] }, source: "" })).toEqual(NONE);
  });
});
