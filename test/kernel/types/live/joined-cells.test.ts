import { describe, expect, it } from "vitest";
import { readWhole } from "../../../../src/kernel/types/facts/whole-cell.ts";
import { joinCells, type JoinedCells } from "../../../../src/kernel/types/live/joined-cells.ts";
import { withoutMarks } from "../../../../src/kernel/types/modules/reserved-names.ts";

function joined(...sources: readonly string[]): JoinedCells {
  return joinCells(sources.map((source) => ({ facts: readWhole(source), names: [] })));
}

/** The cells of the joined module, with the shadow of an earlier declaration of `name` written as `name'`. */
function read(...sources: readonly string[]): string[] {
  const { text, shadows } = joined(...sources);
  const all = [...shadows].map(([shadow, name]) => [shadow, `${name}'`] as const);
  return withoutMarks(text, new Map(all)).split("\n;\n").slice(0, -1);
}

describe("the cells of a notebook as one module", () => {
  it("follow each other as they are", () => {
    expect(joined("const a = 1;", "a + 1").text).toBe("const a = 1;\n;\na + 1\n;\n");
  });

  it("spell a name that is declared again otherwise until then", () => {
    expect(read("const a = 1; a", "a + 1", "const a = 'x';", "a")).toEqual([
      "const a' = 1; a'",
      "a' + 1",
      "const a = 'x';",
      "a",
    ]);
  });

  it("mean the earlier name in the value of the new one, and before it", () => {
    expect(read("const df = load();", "df.show(); const df = df.head((x) => x + df); df", "df")).toEqual([
      "const df' = load();",
      "df'.show(); const df = df'.head((x) => x + df'); df",
      "df",
    ]);
  });

  it("mean the function itself in a function that is declared again", () => {
    expect(read("function f() { return f; }", "function f() { return f; } f")).toEqual([
      "function f'() { return f'; }",
      "function f() { return f; } f",
    ]);
  });

  it("keep two imports of a name apart, also in types", () => {
    expect(read('import { A, B as C } from "x"; let a: A;', 'import { A } from "x"; let b: A | C;')).toEqual([
      `import { A as A', B as C } from "x"; let a: A';`,
      'import { A } from "x"; let b: A | C;',
    ]);
  });

  it("let interfaces merge, and a constant and a type have one name", () => {
    const merging = ["interface A { a: 1 }", "interface A { b: 2 }"];
    expect(read(...merging)).toEqual(merging);
    const twofold = ["const User = 1;", "type User = typeof User;", "let u: User"];
    expect(read(...twofold)).toEqual(twofold);
  });

  it("leave names alone that a function, a type or an object has for itself", () => {
    const inner = "const f = (a: number) => a; type G<a> = a; const o = { a: 1 }; o.a;";
    expect(read("const a = 1;", inner, "const a = 2;")).toEqual(["const a' = 1;", inner, "const a = 2;"]);
  });

  it("write out what is short for a name", () => {
    expect(read("const a = 1; const o = { a }; export { a };", "const a = 2;")).toEqual([
      "const a' = 1; const o = { a: a' }; export { a' as a };",
      "const a = 2;",
    ]);
  });

  it("give a cell that is no TypeScript up but for its names", () => {
    const cells = [
      { facts: readWhole("const a = 1"), names: ["a"] },
      { facts: undefined, names: ["a", "b"] },
    ];
    expect(joinCells(cells).text).toBe("const a = 1\n;\ndeclare const b: any;\n;\n");
  });

  it("are TSX when any cell is", () => {
    expect(joined("const a = <b />").language).toBe("typescriptreact");
    expect(joined("const a = 1").language).toBe("typescript");
  });

  it("take no comment of a cell for the whole module", () => {
    expect(joined("// @ts-nocheck\nlet a").text).toContain("// @ts_nocheck");
  });
});

describe("places", () => {
  it("lead from a cell to the module and back, past insertions and emoji", () => {
    const sources = ["const a = 1; const o = { a, a2: '😀' };\nexport { a };", "const a = 2;\na;"];
    const module = joined(...sources);
    for (const [cell, source] of sources.entries()) {
      for (let offset = 0; offset <= source.length; offset += 1) {
        expect(module.cellAt(module.placeOf(cell, offset))).toEqual({ cell, offset });
      }
    }
    const { line, character } = module.placeOf(1, sources[1]?.indexOf("a;") ?? 0);
    expect(module.text.split("\n")[line]?.slice(character)).toBe("a;");
  });

  it("are those of the cell in an object literal at its end", () => {
    const module = joined("const a = 1;", "{ a: 1, b: a }");
    expect(module.text).toContain("({ a: 1, b: a }");
    expect(module.cellAt(module.placeOf(1, 11))).toEqual({ cell: 1, offset: 11 });
  });

  it("lead nowhere between cells", () => {
    const module = joined("a", "b");
    expect(module.cellAt({ line: 0, character: 1 })).toEqual({ cell: 0, offset: 1 });
    expect(module.cellAt({ line: 1, character: 0 })).toBeUndefined();
  });
});
