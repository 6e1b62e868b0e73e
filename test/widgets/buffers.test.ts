import { describe, expect, it } from "vitest";
import { pack, unpack, viewOf } from "../../src/widgets/model/buffers.ts";

const view = (...bytes: number[]): DataView => viewOf(Uint8Array.from(bytes));

// The example in the docstring of ipywidgets' `_remove_buffers`.
const STATE = {
  plain: [0, "text"],
  x: { ar: view(1) },
  y: { shape: [10, 10], data: view(2, 3) },
  list: [view(4), 5],
};
const JSON_PART = { plain: [0, "text"], x: {}, y: { shape: [10, 10] }, list: [null, 5] };
const PATHS = [
  ["x", "ar"],
  ["y", "data"],
  ["list", 0],
];

describe("bytes in a widget's state", () => {
  it("leave it with their places", () => {
    const { state, bufferPaths, buffers } = pack(STATE);
    expect(state).toEqual(JSON_PART);
    expect(bufferPaths).toEqual(PATHS);
    expect(buffers.map((one) => one.byteLength)).toEqual([1, 2, 1]);
  });

  it("come back to their places", () => {
    const buffers = [[1], [2, 3], [4]].map((bytes) => Uint8Array.from(bytes));
    expect(unpack(JSON_PART, PATHS, buffers)).toEqual(STATE);
  });

  it("at the top of the state are a key of it", () => {
    const { state, bufferPaths } = pack({ pixels: view(9), width: 1 });
    expect([state, bufferPaths]).toEqual([{ width: 1 }, [["pixels"]]]);
  });

  it.each([
    ["no list", "x"],
    ["a path that leads nowhere", [["a", "b", 0]]],
    ["a path of no keys", [[{}]]],
    ["an empty path", [[]]],
    ["the prototype", [["__proto__"]]],
    ["more paths than buffers", [["x"], ["y"]]],
  ])("are passed over with %s", (_, paths) => {
    expect(unpack({ kept: 1 }, paths, [])).toEqual({ kept: 1 });
    const state = unpack({ kept: 1 }, paths, [Uint8Array.of(7)]);
    expect(state).toMatchObject({ kept: 1 });
    expect(Object.getPrototypeOf(state)).toBe(Object.prototype);
  });
});
