import { describe, expect, it } from "vitest";
import { exportOf, type InteropRules } from "../../../../../src/kernel/child/modules/commonjs/interop.ts";

function imported(exports: unknown, key: string, rules: InteropRules = "types"): unknown {
  return exportOf(exports, { key, rules, specifier: "p", isOptional: false });
}

function namespace(exports: unknown, rules: InteropRules = "types"): { [key: string]: unknown } {
  return Object(imported(exports, "*", rules));
}

describe("the default export of CommonJS", () => {
  const compiled = { __esModule: true, default: "inner" };

  it("is the default of a compiled ES module by its types, and the whole by Node's rules", () => {
    expect(imported(compiled, "default")).toBe("inner");
    expect(imported(compiled, "default", "node")).toBe(compiled);
    expect(namespace(compiled)["default"]).toBe("inner");
    expect(namespace(compiled, "node")["default"]).toBe(compiled);
  });

  it.each([{ a: 1 }, { __esModule: true, a: 1 }, { default: 1, a: 2 }, () => 1, null, undefined, 0, "text"])(
    "is the whole of %j",
    (exports) => {
      expect(imported(exports, "default")).toBe(exports);
      expect(namespace(exports)["default"]).toBe(exports);
    },
  );
});

describe("a name", () => {
  it("is looked up on any exported value, also among inherited properties", () => {
    class Base {
      inherited = "own";
      method(): string {
        return "method";
      }
    }
    expect(imported(new Base(), "inherited")).toBe("own");
    expect(imported(new Base(), "method")).toBe(Base.prototype.method);
    expect(imported("text", "length")).toBe(4);
  });

  it("that does not exist is an error unless it is only re-exported", () => {
    for (const exports of [{}, null, undefined, 5]) {
      expect(() => imported(exports, "no")).toThrow("'p' does not provide an export named 'no'");
      expect(exportOf(exports, { key: "no", rules: "types", specifier: "p", isOptional: true })).toBeUndefined();
    }
  });
});

describe("a namespace", () => {
  it("is the same each time, has the names as its keys, and follows their changes", () => {
    const exports: { [key: string]: unknown } = { a: 1 };
    const all = namespace(exports);
    exports["a"] = 2;
    exports["later"] = 3;
    expect(namespace(exports)).toBe(all);
    expect(Object.keys(all)).toEqual(["a", "default"]);
    expect([all["a"], all["later"]]).toEqual([2, 3]);
  });

  it("of a class makes instances of it, also through a subclass", () => {
    class Point {
      x: number;
      constructor(x: number) {
        this.x = x;
      }
      static origin = "o";
    }
    const All: typeof Point = Object(imported(Point, "*"));
    class Sub extends All {}
    expect(new All(1)).toBeInstanceOf(Point);
    expect(new Sub(2)).toMatchObject({ x: 2 });
    expect(new Sub(2)).toBeInstanceOf(Sub);
    expect(new Point(1)).toBeInstanceOf(All);
    expect([All.origin, All.name]).toEqual(["o", "Point"]);
  });

  it("is not a promise when the exported value is one", async () => {
    const all = namespace(Promise.resolve(1));
    expect(await Promise.resolve(all)).toBe(all);
    expect(await all["default"]).toBe(1);
  });

  it("does not run getters before they are used", () => {
    const exports = {
      get costly(): never {
        throw new Error("read");
      },
    };
    expect(Object.keys(namespace(exports))).toEqual(["costly", "default"]);
  });
});
