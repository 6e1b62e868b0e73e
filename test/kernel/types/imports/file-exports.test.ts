import { expect, it } from "vitest";
import { exportsIn } from "../../../../src/kernel/types/imports/file-exports.ts";

function named(text: string, file = "a.ts"): string[] {
  return exportsIn(file, text).own.map(({ name, isDefault, kind, isType, from }) => {
    const parts = [isDefault ? "default" : "", isType ? "type" : "", from ? `from ${from.module} ${from.name}` : ""];
    return [name ?? "?", kind, ...parts].filter((part) => part !== "").join(" ");
  });
}

it.each([
  ["export function f() {}", ["f function"]],
  ["export declare function f(): void;", ["f function"]],
  ["export const f = () => 1, { a, b: [c] } = x;", ["f function", "a variable", "c variable"]],
  ["export class C {}; export enum E {}", ["C class", "E enum"]],
  ["export interface I {}; export type T = 1;", ["I interface type", "T type type"]],
  ["interface I {}; const a = 1; export { I, a as b };", ["I interface type", "b variable"]],
  ["export type Both = 1; export const Both = 1;", ["Both variable", "Both variable"]],
  ["export default function f() {}", ["f function default"]],
  ["class C {}; export { C as default };", ["C class default"]],
  ["export default { a: 1 };", ["? variable default"]],
  [
    'export { a, type B, default as c } from "./b.ts";',
    ["a variable from ./b.ts a", "B type type from ./b.ts B", "c variable from ./b.ts default"],
  ],
  ['export * as all from "./b.ts";', ["all variable"]],
  ["const a = 1;", []],
  ["export const a = ;", []],
])("finds the exports of %j", (text, expected) => expect(named(text)).toEqual(expected));

it("finds the modules of which a file exports everything", () => {
  expect(exportsIn("a.ts", 'export * from "./b.ts"; export * from "c";').all).toEqual(["./b.ts", "c"]);
});

it("reads lines that end in CR LF, and JavaScript", () => {
  expect(named("// a\r\nexport const a = 1;\r\nexport function f() {}\r\n", "a.mjs")).toEqual([
    "a variable",
    "f function",
  ]);
});
