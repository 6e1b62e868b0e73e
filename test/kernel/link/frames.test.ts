import { describe, expect, it, vi } from "vitest";
import { encodeFrame, encodeJsonFrame, FrameReader, readerOfSole } from "../../../src/kernel/link/frames.ts";

const PLAIN: object[] = [
  { a: 1 },
  { text: "grüße \ud800 \u2028", deep: [null, { true: true }] },
  {},
  { long: "x".repeat(5000) },
];
const OTHERS: unknown[] = ["grüße", new Uint8Array([1, 2, 3]), { deep: [null, undefined, 10n, -0] }];

describe("frames", () => {
  const values = [...PLAIN, ...OTHERS, ...PLAIN];
  const bytes = Buffer.concat([
    ...PLAIN.map(encodeJsonFrame),
    ...OTHERS.map((value) => encodeFrame(value)),
    ...PLAIN.map((value) => encodeFrame(value)),
  ]);

  it.each([1, 3, 100, 100_000])("are restored from chunks of %i bytes", (size) => {
    const reader = new FrameReader();
    const out: unknown[] = [];
    for (let at = 0; at < bytes.length; at += size) out.push(...reader.push(bytes.subarray(at, at + size)));
    expect(out.map((value) => (Buffer.isBuffer(value) ? new Uint8Array(value) : value))).toEqual(values);
    expect(reader.isEmpty).toBe(true);
  });

  it.each([
    ["JSON", encodeJsonFrame],
    ["V8's serialization", encodeFrame],
  ])("of %s are joined once, however many chunks they come in", (_what, encode) => {
    const frame = encode({ text: "x".repeat(20_000_000) });
    const concat = vi.spyOn(Buffer, "concat");
    const reader = new FrameReader();
    let found = 0;
    for (let at = 0; at < frame.length; at += 65_536) found += reader.push(frame.subarray(at, at + 65_536)).length;
    expect(found).toBe(1);
    const joined = concat.mock.results.reduce(
      (sum, { value }) => sum + (value instanceof Buffer ? value.length : 0),
      0,
    );
    concat.mockRestore();
    expect(joined).toBe(frame.length);
  });

  it.each([
    ["text", "x".repeat(100)],
    ["JSON", '{ "a": [1, 2, 3] }'],
    ["JSON behind lines", '\n\n\n\n{"a":1}'],
    ["a length and text", "\0\0\0\u0005hello"],
  ])("are not read from %s", (_what, text) => {
    expect(() => new FrameReader().push(Buffer.from(text))).toThrow("received bytes that are not a message");
  });
});

describe("a sole frame", () => {
  const memory = new ArrayBuffer(10_000);
  const read = readerOfSole(memory);

  function chunk(...frames: readonly Buffer[]): number {
    return Buffer.concat(frames).copy(Buffer.from(memory));
  }

  it.each(PLAIN)("of JSON is restored: %o", (value) => {
    expect(read(chunk(encodeJsonFrame(value)))).toEqual(value);
  });

  const [one = {}, two = {}] = PLAIN;

  it.each([
    ["two frames", chunk.bind(undefined, encodeJsonFrame(one), encodeJsonFrame(two))],
    ["half a frame", chunk.bind(undefined, encodeJsonFrame(two).subarray(0, 12))],
    ["the beginning of a header", chunk.bind(undefined, encodeJsonFrame(one).subarray(0, 3))],
    ["a frame that is not JSON", chunk.bind(undefined, encodeFrame(one))],
    ["nothing", () => 0],
  ])("is not %s", (_what, fill) => {
    expect(read(fill())).toBeUndefined();
  });
});
