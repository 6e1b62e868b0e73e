import { describe, expect, it } from "vitest";
import { importEdit } from "../../../src/kernel/live/import-edit.ts";

type Wanted = Parameters<typeof importEdit>[1];

const AREA: Wanted = { name: "area", module: "./a.ts", style: "named", isType: false };
const TYPE: Wanted = { ...AREA, name: "Area", isType: true };

function after(code: string, wanted: Wanted): string {
  const { start, end, text } = importEdit(code, wanted);
  return code.slice(0, start) + text + code.slice(end);
}

describe("an import of a module that the cell imports", () => {
  it.each([
    ["import { b } from './a.ts'\narea", "import { b, area } from './a.ts'\narea"],
    ['import { b as area } from "./a.ts";', 'import { b as area, area } from "./a.ts";'],
    ['import a from "./a.ts";', 'import a, { area } from "./a.ts";'],
    ['import a, { b } from "./a.ts";', 'import a, { b, area } from "./a.ts";'],
    ['import { b, type C } from "./a.ts";', 'import { b, type C, area } from "./a.ts";'],
    ['import {\n  b,\n  c,\n} from "./a.ts";', 'import {\n  b,\n  c,\n  area,\n} from "./a.ts";'],
    [
      'import { x } from "x";\nimport { b } from "./a.ts";',
      'import { x } from "x";\nimport { b, area } from "./a.ts";',
    ],
    ['import { b } from "./a.ts";\nchart(are', 'import { b, area } from "./a.ts";\nchart(are'],
  ])("takes the name in: %j", (code, expected) => expect(after(code, AREA)).toBe(expected));

  it.each([
    ['import type { B } from "./a.ts";', 'import type { B, Area } from "./a.ts";'],
    ['import { b } from "./a.ts";', 'import { b, type Area } from "./a.ts";'],
  ])("takes a type in: %j", (code, expected) => expect(after(code, TYPE)).toBe(expected));

  it("takes a default in", () => {
    const wanted: Wanted = { ...AREA, style: "default" };
    expect(after('import { b } from "./a.ts";', wanted)).toBe('import area, { b } from "./a.ts";');
  });

  it.each([
    'import * as a from "./a.ts";',
    'import "./a.ts";',
    'import type { B } from "./a.ts";',
    'import type B from "./a.ts";',
  ])("stays as it is where it cannot take a value: %s", (code) => {
    expect(after(`${code}\narea`, AREA)).toBe(`${code}\nimport { area } from "./a.ts";\narea`);
  });
});

describe("an import of another module", () => {
  it.each([
    ["area", 'import { area } from "./a.ts";\narea'],
    ["", 'import { area } from "./a.ts";\n'],
    ["// @ts-nocheck\n\narea", '// @ts-nocheck\n\nimport { area } from "./a.ts";\narea'],
    ["import b from 'b'\narea", "import b from 'b'\nimport { area } from './a.ts'\narea"],
    ['import b from "b"; // b\n\narea', 'import b from "b"; // b\nimport { area } from "./a.ts";\n\narea'],
    ['b();\nimport b from "b";', 'import { area } from "./a.ts";\nb();\nimport b from "b";'],
    [
      '/*\nimport { b } from "./a.ts";\n*/\narea',
      'import { area } from "./a.ts";\n/*\nimport { b } from "./a.ts";\n*/\narea',
    ],
  ])("is a statement at the start of %j", (code, expected) => expect(after(code, AREA)).toBe(expected));

  it.each([
    [{ style: "default" as const }, 'import area from "./a.ts";\n'],
    [{ style: "namespace" as const }, 'import * as area from "./a.ts";\n'],
    [{ isType: true }, 'import type { area } from "./a.ts";\n'],
  ])("has the form for %j", (how, expected) => expect(after("", { ...AREA, ...how })).toBe(expected));
});
