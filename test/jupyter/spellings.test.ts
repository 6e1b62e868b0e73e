import { describe, expect, it } from "vitest";
import { createMessage } from "../../src/jupyter/message.ts";
import { spelledAs, spelledJson, spellingsBelow, spellingsIn, spellingsOf } from "../../src/jupyter/spellings.ts";
import {
  decodeDefault,
  decodeV1,
  encodeDefault,
  encodeV1,
  spellingsOfContent,
} from "../../src/jupyter/websocket-format.ts";
import { decodeMessage, encodeMessage } from "../../src/jupyter/wire.ts";

const JSON_TEXT = '{"a":[1.0,{"b/c":1e-07}],"n":9007199254740993,"x":-0,"y":0.5,"s":"1.0, 2.0"}';

describe("the spellings of numbers in JSON", () => {
  it("are those that JavaScript would change", () => {
    const spellings = { "/a/0": "1.0", "/a/1/b~1c": "1e-07", "/n": "9007199254740993", "/x": "-0" };
    expect(Object.fromEntries(spellingsIn(JSON_TEXT, JSON.parse(JSON_TEXT)))).toEqual(spellings);
    expect(Object.fromEntries(spellingsBelow("/a", spellingsIn(JSON_TEXT, JSON.parse(JSON_TEXT))))).toEqual({
      "/0": "1.0",
      "/1/b~1c": "1e-07",
    });
  });

  it.each(["0.0000001", "0.00000010", "12345.123456789012", "-123456789.1234567890123"])(
    "include %s, which JavaScript writes in another way",
    (number) => expect([...spellingsIn(`{"a": ${number}}`)]).toEqual([["/a", number]]),
  );

  it("are at the right places in lists and objects one after another", () => {
    const json = '{"a":[[1.0],[],{"x~y":[0,2.0,"[",3.0]}],"b":{"c":{},"d":4.0},"e":5.0}';
    expect(Object.fromEntries(spellingsIn(json))).toEqual({
      "/a/0/0": "1.0",
      "/a/2/x~0y/1": "2.0",
      "/a/2/x~0y/3": "3.0",
      "/b/d": "4.0",
      "/e": "5.0",
    });
  });

  it.each(["[0.1234567890123456]", '{"a": 1e+30, "b": 100, "c": "1.0"}', "[1e+21, 1.5e-7]"])(
    "are not in %s",
    (json) => {
      expect(spellingsIn(json, JSON.parse(json)).size).toBe(0);
    },
  );

  it("are written again, unless the value is another", () => {
    const object = spelledAs(
      { a: 1, b: [2, { c: "x", d: null }], e: 4 },
      new Map([
        ["/a", "1.0"],
        ["/b/0", "2e0"],
        ["/e", "5.0"],
      ]),
    );
    expect(spelledJson(object)).toBe('{"a":1.0,"b":[2e0,{"c":"x","d":null}],"e":4}');
    expect(spelledJson({ a: 1 })).toBe('{"a":1}');
  });

  it("go with copies of an object, until it gets others", () => {
    const object = spelledAs({ a: 1 }, new Map([["/a", "1.0"]]));
    expect(spelledJson({ ...object })).toBe('{"a":1.0}');
    expect(spelledJson(spelledAs(object, new Map()))).toBe('{"a":1}');
    expect(spellingsOf(object).size).toBe(1);
  });
});

describe("a message", () => {
  const content = spelledAs(
    { data: { "application/json": { a: 1 } } },
    new Map([["/data/application~1json/a", "1.0"]]),
  );
  const message = createMessage("s", "display_data", content, { buffers: [Buffer.from("b")] });

  it.each([
    [
      "ZeroMQ",
      () =>
        decodeMessage(
          encodeMessage(message, "key").map((frame) => Buffer.from(frame)),
          "key",
        ).message,
    ],
    ["a WebSocket", () => decodeDefault(encodeDefault({ channel: "iopub", message })).message],
    ["a WebSocket of version 1", () => decodeV1(encodeV1({ channel: "iopub", message })).message],
  ])("keeps the spellings of numbers in its content over %s", (_, sent) => {
    expect(spelledJson(sent().content)).toBe('{"data":{"application/json":{"a":1.0}}}');
  });

  it.each([
    ["text", "", encodeDefault({ channel: "iopub", message: { ...message, buffers: [] } })],
    ["bytes", "", encodeDefault({ channel: "iopub", message })],
    ["bytes of version 1", "v1.kernel.websocket.jupyter.org", encodeV1({ channel: "iopub", message })],
  ])("has them in its %s", (_, protocol, data) => {
    const sent = typeof data === "string" ? data : new Uint8Array(data).buffer;
    const found = spellingsOfContent(sent, protocol, { data: { "application/json": { a: 1 } } });
    expect([...found]).toEqual([["/data/application~1json/a", "1.0"]]);
  });
});
