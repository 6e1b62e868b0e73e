import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isJsonObject, type JsonValue } from "../../../../src/jupyter/json.ts";
import { jsonChanges } from "../../../../src/notebook/compare/contents/json.ts";
import { EXACT, isClose } from "../../../../src/notebook/compare/tolerance.ts";

const changes = (a: JsonValue, b: JsonValue, tolerance = EXACT) => [...jsonChanges(a, b, tolerance)];

const Json: fc.Arbitrary<JsonValue> = fc.jsonValue().map((value): JsonValue => JSON.parse(JSON.stringify(value)));

/** The paths of the leaves of a value: everything but objects and arrays, and those of them that are empty. */
function leaves(value: JsonValue, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  const entries: [string | number, JsonValue][] = Array.isArray(value)
    ? [...value.entries()]
    : isJsonObject(value)
      ? Object.entries(value)
      : [];
  return entries.length === 0 ? [path] : entries.flatMap(([key, item]) => leaves(item, [...path, key]));
}

function replaced(value: JsonValue, [key, ...rest]: readonly (string | number)[], leaf: JsonValue): JsonValue {
  if (key === undefined) return leaf;
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? replaced(item, rest, leaf) : item));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, k === key ? replaced(v, rest, leaf) : v]));
}

function reversedKeys(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(reversedKeys);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([k, v]): [string, JsonValue] => [k, reversedKeys(v)])
      .toReversed(),
  );
}

describe("jsonChanges", () => {
  it("finds nothing in equal values, whatever the order of their keys and the tolerance", () => {
    fc.assert(
      fc.property(Json, fc.double({ min: 0, max: 1, noNaN: true }), (value, relative) => {
        expect(changes(value, reversedKeys(value), { relative, absolute: 0 })).toEqual([]);
      }),
    );
  });

  it("finds every changed leaf, and that one alone", () => {
    fc.assert(
      fc.property(Json, fc.nat(), (value, pick) => {
        const paths = leaves(value);
        const path = paths[pick % paths.length] ?? [];
        expect(changes(value, replaced(value, path, "changed by the test"))).toHaveLength(1);
      }),
    );
  });

  it("finds a changed number exactly where it is out of tolerance", () => {
    const AnyNumber = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(AnyNumber, AnyNumber, fc.double({ min: 0, max: 2, noNaN: true }), (a, b, relative) => {
        const tolerance = { relative, absolute: 0 };
        expect(changes({ x: [a] }, { x: [b] }, tolerance).length).toBe(isClose(a, b, tolerance) ? 0 : 1);
      }),
    );
  });

  it.each<[JsonValue, JsonValue, string, string | undefined, string | undefined]>([
    [{ a: { b: [1, 2] } }, { a: { b: [1, 3] } }, "a.b[1]", "2", "3"],
    [{ "x y": "1" }, { "x y": 1 }, '["x y"]', '"1"', "1"],
    [[1], [1, { k: 1, l: 2 }], "[1]", undefined, "{k, l}"],
    [{ a: null }, {}, "a", "null", undefined],
    [{ a: [1, 2] }, { a: {} }, "a", "[…2 items]", "{}"],
    [{ toString: 1 }, {}, "toString", "1", undefined],
    ["x", "y", "", '"x"', '"y"'],
  ])("of %j and %j says where", (a, b, place, expected, actual) => {
    expect(changes(a, b)).toEqual([{ place, expected, actual }]);
  });

  it("compares values nested as deep as JSON allows", () => {
    const [old, now]: readonly JsonValue[] = JSON.parse(
      `[${"[".repeat(5000)}1${"]".repeat(5000)},${"[".repeat(5000)}2${"]".repeat(5000)}]`,
    );
    expect(changes(old ?? null, now ?? null)).toHaveLength(1);
  });
});
