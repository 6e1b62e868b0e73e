import type { JsonObject } from "../../../jupyter/json.ts";
import type { Request } from "../context.ts";
import { textField } from "./fields.ts";

/** Says whether a cell is whole, so that a console knows what Enter means. */
export async function isComplete({ message }: Request): Promise<JsonObject> {
  const { completeness } = await import("./completeness.ts");
  return completeness(textField(message.content, "code"));
}
