import * as v from "valibot";
import type { JsonObject } from "../../jupyter/json.ts";
import type { ToKernel } from "./messages.ts";

const Offset = v.pipe(v.number(), v.integer(), v.minValue(0));
const Cell = v.object({ id: v.string(), source: v.string(), mayFail: v.boolean() });
const Question = v.variant("kind", [
  v.object({
    kind: v.picklist(["hover", "signature", "definition", "references", "renamable", "imports"]),
    offset: Offset,
  }),
  v.object({ kind: v.literal("rename"), offset: Offset, name: v.string() }),
  v.object({ kind: v.literal("fixes"), start: Offset, end: Offset }),
  v.object({ kind: v.literal("format"), tabSize: Offset, insertSpaces: v.boolean() }),
  v.object({ kind: v.picklist(["hints", "readyImports"]) }),
]);
const Message = v.variant("type", [
  v.object({ type: v.literal("changed"), version: v.number(), order: v.array(v.string()), cells: v.array(Cell) }),
  v.object({ type: v.literal("look") }),
  v.object({ type: v.literal("ask"), id: v.number(), cell: v.string(), question: Question }),
]);

/** A message of a front end; undefined for anything that is not a message of this version. */
export function readMessage(data: JsonObject): ToKernel | undefined {
  const read = v.safeParse(Message, data);
  return read.success ? read.output : undefined;
}
