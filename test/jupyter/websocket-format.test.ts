import { ServerConnection } from "@jupyterlab/services";
import { describe, expect, it } from "vitest";
import { createMessage } from "../../src/jupyter/message.ts";
import { decodeDefault, decodeV1, encodeDefault, encodeV1, V1_PROTOCOL } from "../../src/jupyter/websocket-format.ts";
import { MalformedMessageError } from "../../src/jupyter/wire.ts";

const { serializer } = ServerConnection.makeSettings();
const plain = createMessage("s", "stream", { name: "stdout", text: "größer 😀" });
const withBuffers = { ...plain, buffers: [new Uint8Array([1, 2, 3]), new Uint8Array(), new Uint8Array([4])] };

function forClient(data: string | Buffer): ArrayBuffer {
  const taken = typeof data === "string" ? data : new Uint8Array(data).buffer;
  if (!isTaken(taken)) throw new TypeError("neither text nor bytes");
  return taken;
}

// The client also accepts text, though its types do not say so.
function isTaken(data: string | ArrayBuffer): data is ArrayBuffer {
  return typeof data === "string" || data instanceof ArrayBuffer;
}

function bytesOf(buffer: ArrayBuffer | ArrayBufferView): Uint8Array {
  if (buffer instanceof ArrayBuffer) return new Uint8Array(buffer);
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

describe.each([
  ["", encodeDefault, decodeDefault],
  [V1_PROTOCOL, encodeV1, decodeV1],
] as const)("the subprotocol '%s'", (protocol, encode, decode) => {
  it.each([
    ["without buffers", plain, []],
    ["with buffers", withBuffers, [[1, 2, 3], [], [4]]],
  ])("is read by JupyterLab's client: a message %s", (_, message, buffers) => {
    const read = serializer.deserialize(forClient(encode({ channel: "iopub", message })), protocol);
    expect(read).toMatchObject({ channel: "iopub", header: plain.header, parent_header: {}, content: plain.content });
    expect((read.buffers ?? []).map((buffer) => [...bytesOf(buffer)])).toEqual(buffers);
  });

  it.each([
    ["without buffers", plain],
    ["with buffers", withBuffers],
  ])("is read as it was written: a message %s", (_, message) => {
    const { channel, message: read } = decode(encode({ channel: "shell", message }));
    expect(channel).toBe("shell");
    expect({ ...read, buffers: read.buffers.map((buffer) => [...buffer]) }).toEqual({
      ...message,
      buffers: message.buffers.map((buffer) => [...buffer]),
    });
  });

  it("is refused when it is cut short anywhere", () => {
    const whole = encode({ channel: "shell", message: withBuffers });
    if (typeof whole === "string") throw new Error("bytes are expected");
    // The default subprotocol has no lengths of buffers: a cut in the last one, of 4 bytes, goes unnoticed.
    for (let length = 0; length < whole.length - 4; length += 1) {
      expect(() => decode(whole.subarray(0, length)), `${length} bytes`).toThrow(MalformedMessageError);
    }
  });
});

describe("a message that is none", () => {
  it.each([
    ["text under v1", () => decodeV1("{}")],
    ["no JSON", () => decodeDefault("{")],
    ["a list", () => decodeDefault("[]")],
    ["no header", () => decodeDefault("{}")],
    ["a header without an id", () => decodeDefault(`{"header":{"msg_type":"x"}}`)],
    ["content that is a list", () => decodeDefault(`{"header":{"msg_id":"1","msg_type":"x"},"content":[]}`)],
    ["a channel that there is not", () => decodeDefault(`{"header":{"msg_id":"1","msg_type":"x"},"channel":"hb"}`)],
    ["offsets beyond the end", () => decodeV1(Buffer.alloc(64, 0xff))],
    ["no offsets", () => decodeV1(Buffer.alloc(8))],
    ["no parts", () => decodeDefault(Buffer.alloc(4))],
  ])("%s", (_, decode) => {
    expect(decode).toThrow(MalformedMessageError);
  });
});
