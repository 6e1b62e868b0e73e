import v8 from "node:v8";
import { describe, expect, it } from "vitest";
import pl from "nodejs-polars";
import { decodeValues } from "../../../../src/kernel/child/state/decode.ts";
import { encodeValues, NotKeptError } from "../../../../src/kernel/child/state/encode.ts";
import { frameCodec } from "../../../../src/kernel/child/state/polars-frames.ts";

const frames = frameCodec(pl);

/** Values as they are read back from a file. */
function kept<T extends Record<string, unknown>>(values: T): T {
  const graph = v8.deserialize(v8.serialize(encodeValues(new Map(Object.entries(values)), frames)));
  return { ...values, ...decodeValues(graph, frames) };
}

/** An array with a hole before its item. */
function sparse(item: unknown): unknown[] {
  const made: unknown[] = [];
  made[1] = item;
  return made;
}

describe("values that are kept", () => {
  it.each([
    [null],
    [undefined],
    [-0],
    [Number.NaN],
    [2n ** 70n],
    ["\ud800 lone"],
    [sparse(1)],
    [{ a: { b: [] }, __proto__: null }],
    [Object.fromEntries([["__proto__", 1]])],
    [Object.create(null, { a: { value: 1, enumerable: true, writable: true, configurable: true } })],
    [new Map<unknown, unknown>([[{ a: 1 }, new Set([1, "1"])]])],
    [new Date(5)],
    [new Date(Number.NaN)],
    [new Uint8Array([1, 2])],
    [new Float64Array([0.1, -0])],
    [new BigInt64Array([1n])],
    [new DataView(new ArrayBuffer(3), 1)],
    [Buffer.from("abc")],
    [new ArrayBuffer(2)],
  ])("come back as they were: %#", (value) => {
    const { x } = kept({ x: value });
    expect(x).toStrictEqual(value);
    expect(Object.is(x, value) || typeof value === "object").toBe(true);
  });

  it("keep holes, keys in order, and the place of a regular expression", () => {
    const found = /a/g;
    found.test("aa");
    const { a, o, r } = kept({ a: sparse(1), o: { b: 1, a: 2, 1: 3 }, r: found });
    expect(0 in a).toBe(false);
    expect(Object.keys(o)).toEqual(["1", "b", "a"]);
    expect([r.source, r.flags, r.lastIndex]).toEqual(["a", "g", 1]);
  });

  it("stay the same objects, in circles too, and share buffers", () => {
    const list: unknown[] = [];
    list.push(list);
    const buffer = new ArrayBuffer(16);
    const bytes = new Uint8Array(buffer, 8);
    const { a, b, c, view, whole } = kept({
      a: { list },
      b: list,
      c: new Map([[list, 1]]),
      view: bytes,
      whole: buffer,
    });
    expect(a.list).toBe(b);
    expect(b[0]).toBe(b);
    expect(c.has(b)).toBe(true);
    expect(view.buffer).toBe(whole);
    expect([view.byteOffset, view.length]).toEqual([8, 8]);
  });

  it("keep frames with their types", () => {
    const frame = pl
      .DataFrame({ a: [1, null], b: ["x", "y"], c: [new Date(0), null], d: [[1], null] })
      .withColumns(pl.col("b").cast(pl.Categorical).alias("e"), pl.col("a").cast(pl.Int16).alias("f"));
    const { x, y } = kept({ x: { frame }, y: frame });
    expect(x.frame).toBe(y);
    expect(y.frameEqual(frame, true)).toBe(true);
    expect(y.dtypes.map(String)).toEqual(frame.dtypes.map(String));
  });
});

class Point {
  x = 1;
}

describe("values that would not be the same", () => {
  it.each([
    [() => 1, "x is a function that no cell declares itself"],
    [{ a: [{ f() {} }] }, "x.a[0].f is a function"],
    [new Point(), "x is an object of the class Point"],
    [Symbol("a"), "x is a symbol"],
    [{ [Symbol.iterator]: 1 }, "x is an object with symbols for keys"],
    [Object.freeze({ a: 1 }), "x is an object that is frozen or sealed"],
    [
      {
        get a() {
          return 1;
        },
      },
      "properties that are computed, hidden or fixed",
    ],
    [Object.assign([1], { a: 1 }), "x is an array with properties of its own"],
    [Object.assign(new Map(), { a: 1 }), "x is a map with properties of its own"],
    [new (class extends Array {})(), "x is an object of the class"],
    [new Error("a"), "x is an object of the class Error"],
    [Promise.resolve(1), "x is an object of the class Promise"],
    [new WeakMap(), "x is an object of the class WeakMap"],
    [new Proxy({}, {}), "x is a proxy"],
    [[1][Symbol.iterator](), "x is an object of the class"],
    [Object(1), "x is an object of the class Number"],
    [new Uint8Array(new SharedArrayBuffer(1)), "x is an object of the class Uint8Array"],
    [new Intl.NumberFormat(), "x is an object of the class NumberFormat"],
    [pl.Series("a", [1]), "x is"],
    [pl.DataFrame({ a: [1] }).lazy(), "x._ldf is an object of the class"],
    [pl.Int64, "x is"],
  ])("are refused by name: %#", (value, message) => {
    const keep = () => encodeValues(new Map([["x", value]]), frames);
    expect(keep).toThrow(NotKeptError);
    expect(keep).toThrow(message);
  });

  it("are those that refer to objects that are made again", () => {
    const e = { a: 0 };
    expect(() => encodeValues(new Map([["x", [e]]]), frames, new Map([[e, "E"]]))).toThrow(
      "x[0] is the same object as E",
    );
  });
});
