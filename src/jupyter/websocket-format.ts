import type { ClientChannel } from "./client-channels.ts";
import { isJsonObject } from "./json.ts";
import type { Message } from "./message.ts";
import { type Spellings, spelledJson, spellingsBelow, spellingsIn, spelledAs } from "./spellings.ts";
import { MalformedMessageError, messageOfObject, messageOfParts } from "./wire.ts";

/**
 * The subprotocol under which every message is binary, with its parts one after another.
 *
 * @see https://jupyter-server.readthedocs.io/en/latest/developers/websocket-protocols.html
 */
export const V1_PROTOCOL = "v1.kernel.websocket.jupyter.org";

/** A message and the channel that it belongs to. */
export type OnChannel = { readonly channel: ClientChannel; readonly message: Message };

/** A message as a WebSocket carries it under the default subprotocol: text, or binary when it has buffers. */
export function encodeDefault({ channel, message }: OnChannel): string | Buffer {
  const { buffers, content, ...parts } = message;
  const { msg_id, msg_type } = message.header;
  const others = JSON.stringify({ ...parts, msg_id, msg_type, channel, buffers: [] });
  const json = `${others.slice(0, -1)},"content":${spelledJson(content)}}`;
  if (buffers.length === 0) return json;
  const pieces = [Buffer.from(json), ...buffers];
  const head = Buffer.alloc(4 * (1 + pieces.length));
  head.writeUInt32BE(pieces.length);
  let offset = head.length;
  for (const [index, piece] of pieces.entries()) {
    head.writeUInt32BE(offset, 4 * (1 + index));
    offset += piece.byteLength;
  }
  return Buffer.concat([head, ...pieces]);
}

/** A message as a WebSocket carries it under the subprotocol {@link V1_PROTOCOL}. */
export function encodeV1({ channel, message }: OnChannel): Buffer {
  const { header, parent_header, metadata, content, buffers } = message;
  const heads = [header, parent_header, metadata].map((part) => JSON.stringify(part));
  const texts = [channel, ...heads, spelledJson(content)];
  const pieces = [...texts.map((text) => Buffer.from(text)), ...buffers];
  const head = Buffer.alloc(8 * (2 + pieces.length));
  head.writeBigUInt64LE(BigInt(pieces.length + 1));
  let offset = head.length;
  for (const [index, piece] of pieces.entries()) {
    head.writeBigUInt64LE(BigInt(offset), 8 * (1 + index));
    offset += piece.byteLength;
  }
  head.writeBigUInt64LE(BigInt(offset), 8 * (1 + pieces.length));
  return Buffer.concat([head, ...pieces]);
}

/**
 * The message in data that a client sent under the default subprotocol.
 *
 * @throws {MalformedMessageError} when the data is not a message.
 */
export function decodeDefault(data: string | Buffer): OnChannel {
  if (typeof data === "string") return ofJson(data, []);
  const count = data.length >= 4 ? data.readUInt32BE() : 0;
  if (count < 1 || 4 * (1 + count) > data.length) throw new MalformedMessageError(`it has ${count} parts`);
  const offsets = Array.from({ length: count }, (_, index) => data.readUInt32BE(4 * (1 + index)));
  const [json = Buffer.alloc(0), ...buffers] = slices(data, [...offsets, data.length]);
  return ofJson(json.toString("utf8"), buffers);
}

/**
 * The message in data that a client sent under the subprotocol {@link V1_PROTOCOL}.
 *
 * @throws {MalformedMessageError} when the data is not a message.
 */
export function decodeV1(data: string | Buffer): OnChannel {
  if (typeof data === "string") throw new MalformedMessageError(`it is text, which ${V1_PROTOCOL} has not`);
  const count = data.length >= 8 ? Number(data.readBigUInt64LE()) : 0;
  if (count < 6 || 8 * (1 + count) > data.length) throw new MalformedMessageError(`it has ${count} offsets`);
  const offsets = Array.from({ length: count }, (_, index) => Number(data.readBigUInt64LE(8 * (1 + index))));
  const [channel, header, parent, metadata, content, ...buffers] = slices(data, offsets);
  if (!channel || !header || !parent || !metadata || !content) throw new MalformedMessageError("parts are missing");
  return {
    channel: asChannel(channel.toString("utf8")),
    message: messageOfParts([header, parent, metadata, content], buffers),
  };
}

/**
 * The spellings of the numbers in the content of a message that a server sent under a subprotocol.
 *
 * @param content the content.
 */
export function spellingsOfContent(data: string | ArrayBuffer, protocol: string, content: unknown): Spellings {
  if (typeof data === "string") return spellingsBelow("/content", spellingsIn(data));
  const bytes = Buffer.from(data);
  if (protocol === V1_PROTOCOL) {
    const [start, end] = [bytes.readBigUInt64LE(8 * 5), bytes.readBigUInt64LE(8 * 6)].map(Number);
    return spellingsIn(bytes.toString("utf8", start, end), content);
  }
  const end = bytes.readUInt32BE() > 1 ? bytes.readUInt32BE(8) : bytes.length;
  return spellingsBelow("/content", spellingsIn(bytes.toString("utf8", bytes.readUInt32BE(4), end)));
}

function slices(data: Buffer, offsets: readonly number[]): Buffer[] {
  return offsets.slice(0, -1).map((start, index) => {
    const end = offsets[index + 1] ?? start;
    if (start > end || end > data.length) throw new MalformedMessageError("its offsets point outside it");
    return data.subarray(start, end);
  });
}

function ofJson(json: string, buffers: readonly Buffer[]): OnChannel {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new MalformedMessageError("it is not JSON", cause);
  }
  if (!isJsonObject(value)) throw new MalformedMessageError("it is not a JSON object");
  // Jupyter's servers treat a message without a channel as one for shell.
  const message = messageOfObject(value, buffers);
  const content = spelledAs(message.content, spellingsBelow("/content", spellingsIn(json, value)));
  return { channel: asChannel(value["channel"] ?? "shell"), message: { ...message, content } };
}

function asChannel(name: unknown): ClientChannel {
  if (name === "shell" || name === "control" || name === "stdin" || name === "iopub") return name;
  throw new MalformedMessageError(`it is for the channel ${JSON.stringify(name)}`);
}
