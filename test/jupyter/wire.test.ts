import { describe, expect, it } from "vitest";
import { createMessage, type Message } from "../../src/jupyter/message.ts";
import { decodeMessage, encodeMessage, MalformedMessageError, SignatureError } from "../../src/jupyter/wire.ts";

// Computed with Python's hmac module over the four JSON parts below.
const KEY = "secret-key";
const SIGNATURE = "6bad9da9eb5f3f2ce7a1b39993c640d6debe1c320c9fb3b0356cbb68098ed966";
const HEADER =
  '{"msg_id":"1","msg_type":"status","username":"u","session":"s","date":"2026-01-01T00:00:00.000Z","version":"5.4"}';
const CONTENT = '{"execution_state":"idle","emoji":"🎉"}';

const message: Message = {
  header: {
    msg_id: "1",
    msg_type: "status",
    username: "u",
    session: "s",
    date: "2026-01-01T00:00:00.000Z",
    version: "5.4",
  },
  parent_header: {},
  metadata: {},
  content: { execution_state: "idle", emoji: "🎉" },
  buffers: [],
};

function frames(...parts: string[]): Buffer[] {
  return parts.map((part) => Buffer.from(part));
}

describe("encode", () => {
  it("signs as Python does, with the parts in order", () => {
    const texts = encodeMessage(message, KEY, [Buffer.from("id")]).map((frame) => Buffer.from(frame).toString());
    expect(texts).toEqual(["id", "<IDS|MSG>", SIGNATURE, HEADER, "{}", "{}", CONTENT]);
  });

  // Python programs can neither print nor save lone surrogates.
  it("replaces lone surrogates, and nothing that looks like them", () => {
    const content = { half: "a\ud83db\ude00", pair: "😀", text: "\\ud83d \\\\ud83d", "\ud83d": ["\\\ud83d"] };
    const sent = decodeMessage(
      encodeMessage({ ...message, content }, KEY).map((frame) => Buffer.from(frame)),
      KEY,
    );
    expect(sent.message.content).toEqual({
      half: "a\ufffdb\ufffd",
      pair: "😀",
      text: "\\ud83d \\\\ud83d",
      "\ufffd": ["\\\ufffd"],
    });
  });

  it("leaves the signature empty without a key", () => {
    expect(encodeMessage(message, "")[1]).toBe("");
  });

  it("appends the buffers as they are", () => {
    const buffers = [Uint8Array.of(0, 255), Uint8Array.of()];
    expect(encodeMessage({ ...message, buffers }, KEY).slice(-2)).toEqual(buffers);
  });
});

describe("decode", () => {
  it("reads identities, parts and buffers", () => {
    const received = decodeMessage(
      [...frames("a", "b", "<IDS|MSG>", SIGNATURE, HEADER, "{}", "{}", CONTENT), Buffer.of(7)],
      KEY,
    );
    expect(received.identities.map(String)).toEqual(["a", "b"]);
    expect(received.message).toEqual({ ...message, buffers: [Buffer.of(7)] });
  });

  it("reads encoded messages", () => {
    const sent = createMessage("session", "execute_request", { code: "const π = 3;" });
    const wire = encodeMessage(sent, KEY).map((frame) => Buffer.from(frame));
    expect(decodeMessage(wire, KEY).message).toEqual(sent);
  });

  it("refuses a message signed with another key", () => {
    const wire = frames("<IDS|MSG>", SIGNATURE, HEADER, "{}", "{}", CONTENT);
    expect(() => decodeMessage(wire, "other")).toThrow(SignatureError);
  });

  it("refuses a message that was changed in transit", () => {
    const wire = frames("<IDS|MSG>", SIGNATURE, HEADER, "{}", "{}", CONTENT.replace("idle", "busy"));
    expect(() => decodeMessage(wire, KEY)).toThrow(SignatureError);
  });

  it.each([
    ["no delimiter", frames("a", "b"), /no <IDS\|MSG> delimiter/],
    ["a missing part", frames("<IDS|MSG>", "", "{}", "{}", "{}"), /4 frames after the delimiter/],
    ["a part that is not JSON", frames("<IDS|MSG>", "", "{", "{}", "{}", "{}"), /its header is not JSON/],
    [
      "a part that is not an object",
      frames("<IDS|MSG>", "", HEADER, "{}", "[]", "{}"),
      /metadata is not a JSON object/,
    ],
    ["a header without a type", frames("<IDS|MSG>", "", '{"msg_id":"1"}', "{}", "{}", "{}"), /no string "msg_type"/],
  ])("refuses %s", (_, wire, says) => {
    expect(() => decodeMessage(wire, "")).toThrow(MalformedMessageError);
    expect(() => decodeMessage(wire, "")).toThrow(says);
  });
});
