import { isJsonObject, type JsonObject } from "../../jupyter/json.ts";

/** The id under which other messages can replace the output of this message; undefined without one. */
export function displayIdOf({ transient }: JsonObject): string | undefined {
  const id = isJsonObject(transient) ? transient["display_id"] : undefined;
  return typeof id === "string" ? id : undefined;
}
