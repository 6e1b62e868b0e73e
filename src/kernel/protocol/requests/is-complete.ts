import type { JsonObject } from "../../../jupyter/json.ts";
import type { Request } from "../context.ts";
import { textField } from "./request-fields.ts";

/** Answers a console that asks whether Enter should run the cell or start a new line. */
export async function isComplete({ message }: Request): Promise<JsonObject> {
  const { completeness } = await import("./completeness.ts");
  return completeness(textField(message.content, "code"));
}
