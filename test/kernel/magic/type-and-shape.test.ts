import pl from "nodejs-polars";
import { describe, expect, it, vi } from "vitest";
import { typeAndShapeOf } from "../../../src/kernel/magic/type-and-shape.ts";

class Point {
  readonly x = 1;
}

function described(value: unknown) {
  return typeAndShapeOf({ name: "x", kind: "const", read: () => value, cell: "Cell [1]" });
}

describe("the type and shape of a name", () => {
  it("are those of the declaration for classes, enums and namespaces, which have no value to show", () => {
    const kinds = ["class", "enum", "namespace"];
    const found = kinds.map((kind) => typeAndShapeOf({ name: "X", kind, read: () => 1, cell: "Cell [1]" }));
    expect(found).toEqual(kinds.map((type) => ({ type, shape: "" })));
  });

  it("say that a name has no value yet", () => {
    const read = (): never => {
      throw new ReferenceError("x is not initialized");
    };
    expect(typeAndShapeOf({ name: "x", kind: "let", read, cell: "Cell [1]" })).toEqual({ type: "no value", shape: "" });
  });

  it.each<[unknown, string, string]>([
    [1, "number", ""],
    [1n, "bigint", ""],
    [null, "null", ""],
    [undefined, "undefined", ""],
    ["abc", "string", "3 characters"],
    ["x", "string", "1 character"],
    [[1, 2, 3], "number[]", "3 items"],
    [[1, "a"], "(number | string)[]", "2 items"],
    [[1, "a", true, null], "unknown[]", "4 items"],
    [[], "unknown[]", "0 items"],
    [
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      "number[][]",
      "2 × 3",
    ],
    [[[1], [2, 3]], "number[][]", "2 items"],
    [{ a: 1, b: 2 }, "object", "2 keys"],
    [Object.create(null), "object", "0 keys"],
    [new Point(), "Point", ""],
    [[new Point()], "Point[]", "1 item"],
    [new Map([[1, 2]]), "Map", "1 entry"],
    [new Set([1, 2]), "Set", "2 entries"],
    [new Float64Array(1000), "Float64Array", "1,000 items"],
    [new DataView(new ArrayBuffer(4)), "DataView", "4 items"],
    [new Date(0), "Date", ""],
    [Promise.resolve(1), "Promise", ""],
    [() => 1, "function", ""],
    [Point, "class", ""],
    [pl.DataFrame({ a: [1, 2, 3], b: ["x", "y", "z"] }), "DataFrame", "3 × 2"],
    [pl.Series("a", [1, 2, 3]), "Series", "3"],
  ])("%o is %s, %s", (value, type, shape) => {
    const found = described(value);
    expect([found.type, found.shape]).toEqual([type, shape]);
    expect(found.value).toBe(value);
  });

  it("distinguishes functions from classes by Node's own toString, as the kernel's is slow", () => {
    const replaced = vi.spyOn(Function.prototype, "toString").mockReturnValue("replaced");
    const types = [() => 1, Point].map((value) => described(value).type);
    replaced.mockRestore();
    expect(types).toEqual(["function", "class"]);
  });

  it("reads the size of tables from other packages", () => {
    class Arquero {
      readonly numRows = () => 1200;
      readonly numCols = () => 3;
    }
    class Arrow {
      readonly numRows = 7;
      readonly numCols = 2;
    }
    class Tensor {
      readonly shape = [2, 3, 4];
    }
    expect([new Arquero(), new Arrow(), new Tensor()].map((value) => described(value).shape)).toEqual([
      "1,200 × 3",
      "7 × 2",
      "2 × 3 × 4",
    ]);
  });
});
