import { describe, expect, it, vi } from "vitest";
import { encodeFrame, FrameReader } from "../../../src/kernel/frames.ts";

describe("frames", () => {
  const plain: object[] = [
    { a: 1 },
    { text: "grüße \ud800", deep: [null, { true: true }] },
    {},
    { long: "x".repeat(5000) },
  ];
  const others: object[] = [{ bytes: new Uint8Array([1, 2, 3]) }, { deep: [null, undefined, 10n] }];
  const values = [...plain, ...others, ...plain];

  it.each([1, 3, 100, 100_000])("come out as they went in, in chunks of %i bytes", (size) => {
    const bytes = Buffer.concat(values.map((value) => encodeFrame(value, plain.includes(value))));
    const reader = new FrameReader();
    const out: unknown[] = [];
    for (let at = 0; at < bytes.length; at += size) out.push(...reader.push(bytes.subarray(at, at + size)));
    expect(out).toEqual(values);
  });

  it.each([true, false])("are put together once, however many chunks they come in (JSON: %s)", (isPlain) => {
    const frame = encodeFrame({ text: "x".repeat(20_000_000) }, isPlain);
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
    ["text that looks like JSON", "{{{{{{{{".repeat(20)],
    ["JSON", '{ "a": [1, 2, 3] }'],
    ["a length and text", "\0\0\0\x05hello"],
    ["a length and broken JSON", "\0\0\0\x05{a: 1"],
  ])("are not read from %s", (_what, text) => {
    expect(() => new FrameReader().push(Buffer.from(text))).toThrow(/carries bytes that are no message|JSON/);
  });
});
