import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../src/jupyter/json.ts";
import { CompareRuleError } from "../../../src/notebook/compare/errors.ts";
import { EXACTLY, rulesOf } from "../../../src/notebook/compare/rules.ts";
import type { Notebook } from "../../../src/notebook/types.ts";

function notebook(metadata: JsonObject, cell: JsonObject, source = ""): Notebook {
  const code = { cell_type: "code", id: "a", source, execution_count: null, outputs: [] } as const;
  return { nbformat: 4, nbformat_minor: 5, metadata, cells: [{ ...code, metadata: cell }] };
}

const check = (value: JsonObject | boolean): JsonObject => ({ tsnb: { check: value } });
const ruled = (metadata: JsonObject, cell: JsonObject, source = "") => {
  return rulesOf(notebook(metadata, cell, source), EXACTLY, "a.ipynb")[0];
};

describe("rulesOf", () => {
  it("compares everything exactly by default", () => {
    expect(ruled({}, { tags: ["check", "check-x:1", "other"] })).toEqual(EXACTLY);
  });

  it.each<[string, object]>([
    ["check-ignore", { compared: false }],
    ["check-ignore:stderr", { ignore: ["stderr"] }],
    ["check-only:text/plain", { only: ["text/plain"] }],
    ["check-tolerance:1e-6", { tolerance: { relative: 1e-6, absolute: 0 } }],
    ["check-absolute: 0.5", { tolerance: { relative: 0, absolute: 0.5 } }],
    ["check-pictures:0.01", { pictures: { pixels: 0.01, color: 0.1 } }],
    ["nbval-ignore-output", { compared: false }],
  ])("understands the tag %s", (tag, rules) => {
    expect(ruled({}, { tags: [tag] })).toEqual({ ...EXACTLY, ...rules });
  });

  it("prefers the cell to the notebook, tags to metadata, and nbval's marks to both", () => {
    const shared = check({ ignore: ["stderr"], tolerance: 0.1, pictures: { pixels: 0.5, color: 0.3 } });
    const cell = { ...check({ ignore: "image/png", tolerance: { absolute: 2 } }), tags: ["check-tolerance:0.2"] };
    expect(ruled(shared, cell)).toEqual({
      ...EXACTLY,
      ignore: ["stderr", "image/png"],
      tolerance: { relative: 0.2, absolute: 2 },
      pictures: { pixels: 0.5, color: 0.3 },
    });
    expect(ruled(check(false), {})?.compared).toBe(false);
    expect(ruled(check(false), check(true))?.compared).toBe(true);
    expect(ruled(check(false), { tags: ["check-output"] })?.compared).toBe(true);
    expect(ruled(check(false), {}, "# NBVAL_CHECK_OUTPUT")?.compared).toBe(true);
  });

  it("collects sanitizers, by name and by pattern", () => {
    const cell = { ...check({ sanitize: ["durations", { regex: "(\\d+) cats", replace: "\\1 dogs" }] }) };
    const text = "3 cats in 5 s";
    const rules = ruled({}, { ...cell, tags: ["check-sanitize:dates"] });
    expect(rules?.sanitizers).toHaveLength(3);
    expect(rules?.sanitizers.reduce((result, sanitize) => sanitize(result), text)).toBe("3 dogs in <duration>");
  });

  it.each<[JsonObject, string]>([
    [{ tags: ["check-tolerance:much"] }, 'cell 1: the tag "check-tolerance:much" is not understood'],
    [{ tags: ["check-tolerance"] }, 'the tag "check-tolerance" is not understood'],
    [{ tags: ["check-pictures:2"] }, 'the tag "check-pictures:2" is not understood'],
    [{ tags: ["check-sanitize:nothing"] }, 'the tag "check-sanitize:nothing" is not understood'],
    [check({ tolerence: 1 }), 'the metadata "tsnb.check" is not understood'],
    [check({ tolerance: -1 }), 'the metadata "tsnb.check" is not understood'],
    [check({ sanitize: [{ regex: "(", replace: "" }] }), "Invalid regular expression"],
  ])("refuses %j, naming the cell", (cell, message) => {
    expect(() => ruled({}, cell)).toThrow(CompareRuleError);
    expect(() => ruled({}, cell)).toThrow(message);
  });

  it("refuses wrong rules in the notebook's metadata", () => {
    expect(() => ruled(check({ only: 3 }), {})).toThrow(/a\.ipynb: its metadata: the metadata "tsnb\.check"/);
  });
});
