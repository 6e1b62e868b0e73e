import { type Arbitrary, array, constantFrom, jsonValue, nat, oneof, record, tuple } from "fast-check";
import { isJsonObject, type JsonValue } from "../../src/jupyter/json.ts";
import { formatNotebook } from "../../src/notebook/file/write.ts";
import { notebooks } from "./generated-notebooks.ts";

type Damage = { readonly at: number; readonly what: "drop" | "replace" | "add"; readonly value: JsonValue };

const values: Arbitrary<JsonValue> = oneof(
  constantFrom<JsonValue>(null, "", "x", -1, 1.5, "5", [], {}, ["a", 1], true, "markdown", "4", 3, "duplicate"),
  jsonValue({ maxDepth: 1 }).map((value): JsonValue => JSON.parse(JSON.stringify(value))),
);

const damages: Arbitrary<readonly Damage[]> = array(
  record({ at: nat(1000), what: constantFrom("drop", "replace", "add"), value: values }),
  { minLength: 1, maxLength: 4 },
);

/** The text of notebooks in which one to four parts were removed, replaced or added. */
export const brokenNotebooks: Arbitrary<string> = tuple(notebooks(3), damages).map(([notebook, all]) => {
  const whole: JsonValue = JSON.parse(formatNotebook(notebook));
  return JSON.stringify(all.reduce(damaged, whole));
});

/** A copy of the value in which one part, at any depth, is changed. */
function damaged(whole: JsonValue, { at, what, value }: Damage): JsonValue {
  let left = at % Math.max(1, sizeOf(whole));
  const visit = (part: JsonValue): JsonValue => {
    if (Array.isArray(part)) {
      const items: readonly JsonValue[] = part;
      return items.flatMap((item) => changed(item));
    }
    if (!isJsonObject(part)) return part;
    const fields = Object.entries(part).flatMap(([key, item]) => changed(item).map((each) => [key, each] as const));
    return Object.fromEntries(left === -1 && what === "add" ? [...fields, ["added", value]] : fields);
  };
  const changed = (item: JsonValue): JsonValue[] => {
    if (left-- === 0) return what === "drop" ? [] : what === "replace" ? [value] : [visit(item)];
    return [visit(item)];
  };
  return visit(whole);
}

function sizeOf(value: JsonValue): number {
  if (typeof value !== "object" || value === null) return 0;
  const parts: readonly JsonValue[] = Object.values(value);
  return parts.reduce<number>((sum, part) => sum + 1 + sizeOf(part), 0);
}
