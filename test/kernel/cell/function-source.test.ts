import { expect, it } from "vitest";
import { compileCell } from "../../../src/kernel/cell/compile.ts";
import { functionSource } from "../../../src/kernel/cell/function-source.ts";

function compiled(code: string) {
  return compileCell(code, { names: new Map(), reserved: new Set(), settings: () => ({}) });
}

it("finds functions and classes by text and name, and none inside strings", () => {
  const { sourceOf } = compiled('function a() {}\nfunction b() {}\nconst text = "class X {}"; class Y {}');
  const text = /function *\(\) \{\}/.exec(compiled("function a() {}").code)?.[0] ?? "";
  expect(["a", "b", "c", undefined].map((name) => sourceOf(text, name))).toEqual([
    "function a() {}",
    "function b() {}",
    undefined,
    "function a() {}",
  ]);
  expect(sourceOf("class X {}", undefined)).toBeUndefined();
  expect(sourceOf("class Y {}", "Y")).toBe("class Y {}");
});

it("decodes the source map of a cell once, and only for a match", () => {
  let decoded = 0;
  const code = "const f = () => 1;";
  const mappings = (): string => {
    decoded += 1;
    return "AAAA,UAAU";
  };
  const sourceOf = functionSource({ before: code, after: code, mappings });
  expect([sourceOf("() => 2", "f"), decoded]).toEqual([undefined, 0]);
  expect([sourceOf("() => 1", "f"), sourceOf("() => 1", "f"), decoded]).toEqual(["() => 1", "() => 1", 1]);
});
