import * as v from "valibot";
import type { JsonObject } from "../../jupyter/json.ts";
import { RequestError } from "./request-error.ts";

/**
 * The body of a request, checked against a schema.
 *
 * @throws {RequestError} when a field does not match the schema.
 */
export function parseBody<T>(schema: v.GenericSchema<unknown, T>, body: JsonObject): T {
  const result = v.safeParse(schema, body);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new RequestError(400, `The field "${v.getDotPath(issue) ?? ""}" of the request is wrong: ${issue.message}`);
}
