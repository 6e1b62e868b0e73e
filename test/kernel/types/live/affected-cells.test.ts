import { describe, expect, it } from "vitest";
import { readWhole } from "../../../../src/kernel/types/facts/whole-cell.ts";
import { NotebookNames } from "../../../../src/kernel/types/live/affected-cells.ts";
import { writeCells, type WrittenCells } from "../../../../src/kernel/types/live/written-cells.ts";

type Reader = (sources: readonly string[]) => WrittenCells;

/** Returns a function that reads notebooks; cells with the same source are the same cell. */
function reader(): Reader {
  const known = new Map<string, ReturnType<typeof readWhole>>();
  return (sources) =>
    writeCells(
      sources.map((source) => {
        if (!known.has(source)) known.set(source, readWhole(source));
        return { facts: known.get(source), names: [] };
      }),
    );
}

function affected(before: readonly string[], at: number, source: string): { changed: number[]; all: number[] } {
  const read = reader();
  const { cells } = read(before);
  const { changed, all } = new NotebookNames(read(before.with(at, source))).since(cells);
  return { changed: [...changed], all: [...all] };
}

const CHAIN = ["const a = 1;", "const b = a;", "b;", "const c = 1;", "c;"];

describe("the cells that an edit may concern", () => {
  it("are the edited one alone when no declaration changes", () => {
    expect(affected(["const a = 1; a;", "a;"], 0, "const a = 1; a + 1;")).toEqual({ changed: [0], all: [0] });
  });

  it("are all readers of a declaration's values, over any number of cells", () => {
    expect(affected(CHAIN, 0, "const a = 2;")).toEqual({ changed: [0], all: [0, 1, 2] });
    expect(affected(CHAIN, 1, "const b = a + 1;")).toEqual({ changed: [1], all: [1, 2] });
  });

  it("are those that read a name which has gone or come", () => {
    expect(affected(CHAIN, 3, "const d = 1;").all).toEqual([3, 4]);
    expect(affected(["", "d;", "e;"], 0, "const d = 1;").all).toEqual([0, 1]);
  });

  it("are not those that read other names of the same import", () => {
    const cells = ['import { x, y } from "m";', "x;", "y;", "z;"];
    expect(affected(cells, 0, 'import { x, y, z } from "m";').all).toEqual([0, 3]);
    expect(affected(cells, 0, 'import { x, w as y } from "m";').all).toEqual([0, 2]);
  });

  it("are for a name that is declared again those up to there", () => {
    const cells = ["const a = 1;", "a;", "const a = 2;", "a;"];
    expect(affected(cells, 0, "const a = 3;").all).toEqual([0, 1]);
    expect(affected(cells, 2, "const a = 3;").all).toEqual([2, 3]);
  });

  it("come with the cells that know more about a variable than its declaration", () => {
    expect(affected(["let a;", "a = 1;", "a;", "const b = 1;"], 2, "a + 1;").all).toEqual([0, 1, 2]);
    const checked = ["const a = find();", "if (!a) throw 1;", "a;", "function f() { throw a; }"];
    expect(affected(checked, 2, "a.b;").all).toEqual([0, 1, 2]);
  });
});
