import type { IncomingMessage } from "node:http";
import { isJsonObject, type JsonObject } from "../../jupyter/json.ts";
import { RequestError } from "./request-error.ts";

/** The longest body of a request, in bytes: a notebook with its pictures fits. */
export const BODY_BYTES = 128 * 1024 * 1024;

/**
 * The JSON object in a request's body; an empty one where there is no body.
 *
 * @param limit the longest body, in bytes.
 * @throws {RequestError} when it is too long, or is not a JSON object.
 */
export async function readBody(request: IncomingMessage, limit: number = BODY_BYTES): Promise<JsonObject> {
  const text = (await readBytes(request, limit)).toString("utf8");
  if (text.trim() === "") return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new RequestError(400, "Invalid JSON in body of request");
  }
  if (!isJsonObject(value)) throw new RequestError(400, "The body of the request is not a JSON object");
  return value;
}

async function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  const tooLong = new RequestError(413, `The body of the request is longer than ${limit >> 20} MB`);
  if (Number(request.headers["content-length"] ?? 0) > limit) throw tooLong;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > limit) throw tooLong;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
