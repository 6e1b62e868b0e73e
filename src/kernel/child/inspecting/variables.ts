import { attempt } from "../../../display/object.ts";
import type { VariableValue } from "../../link/messages.ts";
import type { DeclaredName } from "../../magic/magic.ts";
import { compareNames, typeAndShapeOf } from "../../magic/type-and-shape.ts";
import { inTime } from "./time-limited.ts";

const MOST_VARIABLES = 1000;
const LONGEST_VALUE = 80;
const MOST_ITEMS = 5;

/** The declared names with their shortened values; large values are not read as a whole. */
export function describeVariables(names: readonly DeclaredName[]): VariableValue[] {
  const sorted = names.toSorted(compareNames).slice(0, MOST_VARIABLES);
  return sorted.map((one) => inTime(() => described(one)) ?? { ...placeOf(one), type: "", shape: "", value: "" });
}

function described(one: DeclaredName): VariableValue {
  const { type, shape, ...held } = typeAndShapeOf(one);
  const value = "value" in held ? attempt(() => shortText(held.value)) : undefined;
  return { ...placeOf(one), type, shape, value: value ?? "" };
}

function placeOf({ name, cell }: DeclaredName): Pick<VariableValue, "name" | "cell"> {
  return { name, cell };
}

/** Shortens primitives, dates, the first items of arrays and the first keys of plain objects; empty for others. */
function shortText(value: unknown): string {
  const scalar = scalarText(value);
  if (scalar !== undefined) return clipped(scalar);
  if (Array.isArray(value)) {
    const items = value.slice(0, MOST_ITEMS).map((item) => scalarText(item) ?? (Array.isArray(item) ? "[…]" : "{…}"));
    return clipped(`[${[...items, ...(value.length > MOST_ITEMS ? ["…"] : [])].join(", ")}]`);
  }
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  if (typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
    const keys = Object.keys(value);
    return clipped(`{ ${[...keys.slice(0, MOST_ITEMS), ...(keys.length > MOST_ITEMS ? ["…"] : [])].join(", ")} }`);
  }
  return "";
}

function scalarText(value: unknown): string | undefined {
  if (typeof value === "string")
    return JSON.stringify(value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value);
  if (typeof value === "bigint") return `${value}n`;
  if (value === null || typeof value === "number" || typeof value === "boolean" || value === undefined) {
    return Object.is(value, -0) ? "-0" : String(value);
  }
  return typeof value === "symbol" ? String(value) : undefined;
}

function clipped(text: string): string {
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
