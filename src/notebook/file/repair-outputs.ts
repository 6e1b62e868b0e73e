import * as v from "valibot";
import { isJsonObject, type JsonObject, type JsonValue } from "../../jupyter/json.ts";
import { isJsonMime } from "../mime.ts";
import { Lines, OutputSchema } from "./schema.ts";

/** Notes a repair of the current cell. */
export type Note = (what: string) => void;

/** A cell's outputs in valid form; those that cannot be repaired are left out. */
export function repairedOutputs(outputs: JsonValue | undefined, note: Note): readonly JsonValue[] {
  if (outputs === undefined || outputs === null) {
    note("the outputs were missing; there are none now");
    return [];
  }
  if (!Array.isArray(outputs)) {
    note("the outputs were not a list and were dropped");
    return [];
  }
  return outputs.flatMap((output: JsonValue) => {
    if (v.is(OutputSchema, output)) return [output];
    const repaired = isJsonObject(output) ? repairedOutput(output, note) : undefined;
    if (repaired !== undefined && v.is(OutputSchema, repaired)) return [repaired];
    note("an output that was not valid was dropped");
    return [];
  });
}

function repairedOutput(output: JsonObject, note: Note): JsonObject | undefined {
  switch (output["output_type"]) {
    case "stream": {
      if (typeof output["name"] !== "string") note("a stream had no name; it is stdout now");
      const { text, name, ...others } = output;
      if (text === undefined) note("a stream had no text; it is empty now");
      noteSurplus(others, ["output_type"], note);
      return { output_type: "stream", name: typeof name === "string" ? name : "stdout", text: intendedText(text) };
    }
    case "display_data":
    case "execute_result":
      return repairedDisplay(output, output["output_type"], note);
    case "error": {
      note("an error had missing or superfluous fields and was completed");
      const { ename, evalue, traceback } = output;
      const lines = Array.isArray(traceback) ? traceback.map(intendedText) : intendedText(traceback).split("\n");
      return { output_type: "error", ename: intendedText(ename), evalue: intendedText(evalue), traceback: lines };
    }
    default:
      return undefined;
  }
}

function repairedDisplay(output: JsonObject, type: "display_data" | "execute_result", note: Note): JsonObject {
  const { data, metadata, execution_count: count, ...others } = output;
  noteSurplus(others, ["output_type"], note);
  if (!isJsonObject(data)) note("a display had no data");
  if (!isJsonObject(metadata)) note("a display had no metadata; it is empty now");
  const bundle = isJsonObject(data) ? Object.entries(data) : [];
  if (bundle.some(([mime, value]) => !isJsonMime(mime) && !v.is(Lines, value)))
    note("data of a display was written as text");
  const fields = {
    output_type: type,
    data: Object.fromEntries(bundle.map(([mime, value]) => [mime, isJsonMime(mime) ? value : intendedText(value)])),
    metadata: isJsonObject(metadata) ? metadata : {},
  };
  return type === "execute_result" ? { ...fields, execution_count: countOf(count) } : fields;
}

function noteSurplus(others: JsonObject, known: readonly string[], note: Note): void {
  const surplus = Object.keys(others).filter((key) => !known.includes(key));
  if (surplus.length > 0) note(`an output had the unknown ${listedKeys(surplus)}, which was removed`);
}

/** `key "a"`, `keys "a", "b"`. */
export function listedKeys(keys: readonly string[]): string {
  return `${keys.length === 1 ? "key" : "keys"} ${keys.map((key) => `"${key}"`).join(", ")}`;
}

/** An execution count, or null for anything else. */
export function countOf(value: JsonValue | undefined): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** The intended text: a list is joined, a missing value is an empty string, anything else is written as JSON. */
export function intendedText(value: JsonValue | undefined): string {
  if (typeof value === "string") return value;
  if (value === undefined || value === null) return "";
  return Array.isArray(value) ? value.map(intendedText).join("") : JSON.stringify(value);
}
