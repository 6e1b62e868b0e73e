import { describe, expect, it } from "vitest";
import { encodeFrame, FrameReader } from "../../../src/kernel/frames.ts";

describe("frames", () => {
  const values = [{ a: 1 }, "grüße", new Uint8Array([1, 2, 3]), { deep: [null, undefined, 10n] }, "x".repeat(5000)];

  it.each([1, 3, 100, 100_000])("come out as they went in, in chunks of %i bytes", (size) => {
    const bytes = Buffer.concat(values.map(encodeFrame));
    const reader = new FrameReader();
    const out: unknown[] = [];
    for (let at = 0; at < bytes.length; at += size) out.push(...reader.push(bytes.subarray(at, at + size)));
    expect(out.map((value) => (Buffer.isBuffer(value) ? new Uint8Array(value) : value))).toEqual(values);
  });

  it("are read in time that grows with their size only", () => {
    const frame = encodeFrame("x".repeat(20_000_000));
    const reader = new FrameReader();
    const begun = performance.now();
    let found = 0;
    for (let at = 0; at < frame.length; at += 65_536) found += reader.push(frame.subarray(at, at + 65_536)).length;
    expect(found).toBe(1);
    expect(performance.now() - begun).toBeLessThan(2000);
  });
});
