import { expect, it } from "vitest";
import { predictionsOf } from "../../../../src/kernel/protocol/checking/predicted-errors.ts";
import type { Diagnostic } from "../../../../src/kernel/types/service-interface.ts";

function diagnostic(code: string, line: number, message: string): Diagnostic {
  return { severity: "error", code, message, line, column: 1, endLine: line, endColumn: 2, rendered: "" };
}

function crash(ename: string, evalue: string, line: number) {
  return {
    ename,
    evalue,
    traceback: [`\u001B[1m${ename}\u001B[0m: ${evalue}`, `    \u001B[2mat\u001B[0m f (Cell [3]:${line}:1)`],
  };
}

it.each([
  [
    "an unknown name",
    ["TS2552", "Cannot find name 'ttoal'. Did you mean 'total'?"],
    ["ReferenceError", "ttoal is not defined"],
    true,
  ],
  ["another name", ["TS2304", "Cannot find name 'b'."], ["ReferenceError", "a is not defined"], false],
  [
    "a missing method",
    ["TS2339", "Property 'foo' does not exist on type '1'."],
    ["TypeError", "total.foo is not a function"],
    true,
  ],
  [
    "a method of a newer library",
    ["TS2550", "Property 'groupBy' does not exist on type 'ObjectConstructor'. Do you need to change your library?"],
    ["TypeError", "Object.groupBy is not a function"],
    true,
  ],
  ["null", ["TS18047", "'o' is possibly 'null'."], ["TypeError", "Cannot read properties of null (reading 'a')"], true],
  [
    "a missing object",
    ["TS2339", "Property 'x' does not exist on type '{}'."],
    ["TypeError", "Cannot read properties of undefined (reading 'y')"],
    true,
  ],
  [
    "a browser's global",
    ["TS2584", "Cannot find name 'document'. Do you need to change your target library?"],
    ["ReferenceError", "document is not defined"],
    true,
  ],
  [
    "a constant",
    ["TS2588", "Cannot assign to 'total' because it is a constant."],
    ["TypeError", "Assignment to constant variable."],
    true,
  ],
  [
    "a variable without a value",
    ["TS2454", "Variable 'x' is used before being assigned."],
    ["TypeError", "Cannot read properties of undefined (reading 'length')"],
    true,
  ],
  [
    "a missing module",
    ["TS2307", "Cannot find module './a' or its corresponding type declarations."],
    ["Error", "Cannot find module '/folder/a' imported from /folder/notebook.ipynb"],
    true,
  ],
  [
    "a missing package",
    ["TS2307", "Cannot find module 'a' or its corresponding type declarations."],
    ["Error", "Cannot find package 'a': %npm install a adds it to the project"],
    true,
  ],
  [
    "a missing package, imported without names",
    ["TS2882", "Cannot find module or type declarations for side-effect import of 'a'."],
    ["Error", "Cannot find package 'a': %npm install a adds it to the project"],
    true,
  ],
  [
    "an import of data without names",
    ["TS2882", "Cannot find module or type declarations for side-effect import of './a.css'."],
    ["TypeError", "'./a.css' cannot be imported: read it"],
    true,
  ],
  [
    "an import of data",
    ["TS2307", "Cannot find module './a.csv' or its corresponding type declarations."],
    ["TypeError", "'./a.csv' cannot be imported: read it"],
    true,
  ],
  [
    "a missing export",
    ["TS2305", `Module '"./a"' has no exported member 'b'.`],
    ["SyntaxError", "The requested module './a' does not provide an export named 'b'"],
    true,
  ],
  [
    "another missing export",
    ["TS2305", `Module '"./a"' has no exported member 'c'.`],
    ["SyntaxError", "The requested module './a' does not provide an export named 'b'"],
    false,
  ],
  [
    "a function without a value",
    ["TS2454", "Variable 'f' is used before being assigned."],
    ["TypeError", "f is not a function"],
    true,
  ],
  [
    "another function without a value",
    ["TS2454", "Variable 'g' is used before being assigned."],
    ["TypeError", "f is not a function"],
    false,
  ],
  [
    "a list without a value",
    ["TS2454", "Variable 'rows' is used before being assigned."],
    ["TypeError", "rows is not iterable"],
    true,
  ],
  [
    "a list that may be missing",
    ["TS18048", "'rows' is possibly 'undefined'."],
    ["TypeError", "undefined is not iterable (cannot read property Symbol(Symbol.iterator))"],
    true,
  ],
  [
    "another kind",
    ["TS2322", "Type 'number' is not assignable to type 'string'."],
    ["TypeError", "x is not a function"],
    false,
  ],
  ["an error of the cell's own", ["TS2304", "Cannot find name 'a'."], ["Error", "a is not defined"], false],
] as const)("%s: %j and %j belong together: %j", (_what, [code, message], [ename, evalue], expected) => {
  const one = diagnostic(code, 2, message);
  expect(predictionsOf([one], crash(ename, evalue, 2), "Cell [3]")).toEqual(expected ? [one] : []);
  expect(predictionsOf([one], crash(ename, evalue, 3), "Cell [3]")).toEqual([]);
  expect(predictionsOf([one], crash(ename, evalue, 2), "Cell [1]")).toEqual([]);
});

it("takes every error that says the same, and none where a called file failed", () => {
  const one = diagnostic("TS2304", 2, "Cannot find name 'a'.");
  const failed = crash("ReferenceError", "a is not defined", 2);
  expect(predictionsOf([one, one, diagnostic("TS2304", 3, one.message)], failed, "Cell [3]")).toEqual([one, one]);
  const [head = "", ...calls] = failed.traceback;
  const inFile = { ...failed, traceback: [head, "    at f (helper.ts:7:1)", ...calls] };
  expect(predictionsOf([one], inFile, "Cell [3]")).toEqual([]);
});

it("takes every error at the same place", () => {
  const [one, other] = [
    diagnostic("TS2448", 2, "Block-scoped variable 'a' used before its declaration."),
    diagnostic("TS2454", 2, "Variable 'a' is used before being assigned."),
  ] as const;
  const elsewhere = { ...diagnostic("TS2454", 2, "Variable 'b' is used before being assigned."), column: 5 };
  const failed = crash("ReferenceError", "Cannot access 'a' before initialization", 2);
  expect(predictionsOf([one, other, elsewhere], failed, "Cell [3]")).toEqual([one, other]);
});

it("takes what has the same words as the error", () => {
  const message = "rate has no value: cell [1] failed before it declared rate.";
  const one = diagnostic("TS2454", 2, message);
  expect(predictionsOf([one], crash("ReferenceError", message, 4), "Cell [3]")).toEqual([one]);
});

it("takes a syntax error by its words, in files too", () => {
  const inFile = { ...diagnostic("TS1109", 1, "Expression expected."), file: "/folder/helper.ts" };
  const other = diagnostic("TS2322", 1, "Type 'number' is not assignable to type 'string'.");
  const failed = { ename: "SyntaxError", evalue: "TS1109: Expression expected.", traceback: [] };
  expect(predictionsOf([other, inFile], failed, "Cell [3]")).toEqual([inFile]);
});
