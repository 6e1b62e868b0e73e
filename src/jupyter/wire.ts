import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";
import { messageOf, TsnbError } from "../util/error.ts";
import { isJsonObject, type JsonObject } from "./json.ts";
import type { Header, Message } from "./message.ts";
import { spelledJson, spellingsIn, spelledAs } from "./spellings.ts";

/** A message whose signature does not match its content: not sent by the holder of the key. */
export class SignatureError extends TsnbError {
  override readonly name = "SignatureError";

  constructor() {
    super({
      doing: "Reading a Jupyter message",
      got: "its signature does not match the connection's key",
      fix: "Make sure that the kernel and the client use the same connection file",
    });
  }
}

/** Frames that do not make up a Jupyter message. */
export class MalformedMessageError extends TsnbError {
  override readonly name = "MalformedMessageError";

  constructor(got: string, cause?: unknown) {
    super(
      {
        doing: "Reading a Jupyter message",
        got,
        fix: "The sender violates the messaging protocol; report it to its authors",
      },
      { cause },
    );
  }
}

const DELIMITER = "<IDS|MSG>";
const DELIMITER_BYTES = Buffer.from(DELIMITER);

/** A message as it arrived, with the ZeroMQ identities that lead back to its sender. */
export type Received = { readonly identities: readonly Uint8Array[]; readonly message: Message };

/**
 * The frames of a message: identities, delimiter, signature, four JSON parts, buffers.
 *
 * @param key the connection's HMAC-SHA256 key; an empty key leaves the message unsigned.
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#the-wire-protocol
 */
export function encodeMessage(
  message: Message,
  key: string,
  identities: readonly Uint8Array[] = [],
): (Uint8Array | string)[] {
  const header = JSON.stringify(message.header);
  const parent = JSON.stringify(message.parent_header);
  const metadata = wellFormed(JSON.stringify(message.metadata));
  // Content may be long and wait to be sent, so it is kept outside V8's heap.
  const content = Buffer.from(wellFormed(spelledJson(message.content)));
  const signature = sign(key, header + parent + metadata, content);
  return [...identities, DELIMITER, signature, header, parent, metadata, content, ...message.buffers];
}

// JSON.stringify writes half a surrogate pair as an escape, and all other non-ASCII characters as they are. Python
// can neither print nor save a string with half a pair.
const ESCAPES = /\\\\|\\ud[89a-f][\da-f]{2}/g;

function wellFormed(json: string): string {
  return json.includes("\\ud") ? json.replace(ESCAPES, (found) => (found === "\\\\" ? found : "\ufffd")) : json;
}

/**
 * The message in a list of frames.
 *
 * @throws {SignatureError} when the signature is wrong.
 * @throws {MalformedMessageError} when frames are missing or are not JSON objects.
 */
export function decodeMessage(frames: readonly Uint8Array[], key: string): Received {
  const at = frames.findIndex((frame) => DELIMITER_BYTES.equals(frame));
  if (at < 0) throw new MalformedMessageError("no <IDS|MSG> delimiter");
  const [signature, header, parent, metadata, content] = frames.slice(at + 1, at + 6);
  if (!signature || !header || !parent || !metadata || !content) {
    throw new MalformedMessageError(`${frames.length - at - 1} frames after the delimiter instead of at least 5`);
  }
  if (key !== "" && !sameText(sign(key, header, parent, metadata, content), signature)) throw new SignatureError();
  return {
    identities: frames.slice(0, at),
    message: messageOfParts([header, parent, metadata, content], frames.slice(at + 6)),
  };
}

/** The bytes of a message's header, parent header, metadata and content, each the JSON of an object. */
export type MessageParts = readonly [header: Uint8Array, parent: Uint8Array, metadata: Uint8Array, content: Uint8Array];

/**
 * The message with these four parts and buffers.
 *
 * @throws {MalformedMessageError} when one of the parts is not a JSON object, or the header lacks a field.
 */
export function messageOfParts(parts: MessageParts, buffers: readonly Uint8Array[]): Message {
  const [header, parent, metadata, content] = parts;
  return {
    header: asHeader(parse("header", header)),
    parent_header: asParent(parse("parent_header", parent)),
    metadata: parse("metadata", metadata),
    content: contentOf(content),
    buffers,
  };
}

/**
 * The message in an object that has its four parts as fields.
 *
 * @throws {MalformedMessageError} when one of the parts is not an object, or the header lacks a field.
 */
export function messageOfObject(object: JsonObject, buffers: readonly Uint8Array[]): Message {
  const part = (name: string): JsonObject => {
    const value = object[name] ?? {};
    if (!isJsonObject(value)) throw new MalformedMessageError(`its ${name} is not a JSON object`);
    return value;
  };
  return {
    header: asHeader(part("header")),
    parent_header: asParent(part("parent_header")),
    metadata: part("metadata"),
    content: part("content"),
    buffers,
  };
}

function sign(key: string, ...parts: readonly (string | Uint8Array)[]): string {
  if (key === "") return "";
  const hmac = createHmac("sha256", secretOf(key));
  for (const part of parts) hmac.update(part);
  return hmac.digest("hex");
}

let latest: { readonly key: string; readonly secret: KeyObject } | undefined;

// Making a key object takes longer than signing with it.
function secretOf(key: string): KeyObject {
  if (latest?.key !== key) latest = { key, secret: createSecretKey(key, "utf8") };
  return latest.secret;
}

function sameText(expected: string, got: Uint8Array): boolean {
  const wanted = Buffer.from(expected);
  return wanted.length === got.length && timingSafeEqual(wanted, got);
}

function contentOf(frame: Uint8Array): JsonObject {
  const json = textOf(frame);
  const content = parseText("content", json);
  return spelledAs(content, spellingsIn(json, content));
}

function parse(part: string, frame: Uint8Array): JsonObject {
  return parseText(part, textOf(frame));
}

function textOf({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString("utf8");
}

function parseText(part: string, json: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new MalformedMessageError(`its ${part} is not JSON (${messageOf(cause)})`, cause);
  }
  if (!isJsonObject(value)) throw new MalformedMessageError(`its ${part} is not a JSON object`);
  return value;
}

function asHeader(value: JsonObject): Header {
  const text = (field: string): string => {
    const got = value[field];
    if (typeof got !== "string") throw new MalformedMessageError(`its header has no string "${field}"`);
    return got;
  };
  const optional = (field: string): string => {
    const got = value[field];
    return typeof got === "string" ? got : "";
  };
  return {
    msg_id: text("msg_id"),
    msg_type: text("msg_type"),
    session: optional("session"),
    username: optional("username"),
    date: optional("date"),
    version: optional("version"),
    ...(typeof value["subshell_id"] === "string" ? { subshell_id: value["subshell_id"] } : {}),
  };
}

function asParent(value: JsonObject): Message["parent_header"] {
  return typeof value["msg_id"] === "string" ? asHeader({ msg_type: "", ...value }) : {};
}
