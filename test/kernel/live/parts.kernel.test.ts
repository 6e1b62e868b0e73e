import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sharedClient } from "../support/client.ts";
import { FrontEnd } from "../support/front-end.ts";

const folder = mkdtempSync(join(tmpdir(), "tsnb-live-parts-"));
const client = await sharedClient({ cwd: folder, env: { TSNB_CHECK: "on" } });
let opened: FrontEnd;

beforeAll(() => {
  opened = new FrontEnd(client);
});

afterAll(() => {
  opened.close();
  rmSync(folder, { recursive: true, force: true });
});

type Case = {
  readonly name: string;
  readonly cells: readonly string[];
  /** The index of the cell that changes, and its new source. */
  readonly edit: readonly [number, string];
  /** The codes of the errors in each cell, before and after the edit. */
  readonly before: readonly string[];
  readonly after: readonly string[];
};

const CASES: readonly Case[] = [
  {
    name: "a type that others take over several cells",
    cells: ["const a = 1;", "const b = [a];", "b[0]!.toFixed();", "a.toFixed();", "const other = 2;"],
    edit: [0, "const a = 'x';"],
    before: ["", "", "", "", ""],
    after: ["", "", "TS2551", "TS2551", ""],
  },
  {
    name: "a name that goes",
    cells: ["const a = 1;", "a + 1"],
    edit: [0, "const b = 1;"],
    before: ["", ""],
    after: ["", "TS2304"],
  },
  {
    name: "a name that comes",
    cells: ["", "a + 1"],
    edit: [0, "const a = 1;"],
    before: ["", "TS2304"],
    after: ["", ""],
  },
  {
    name: "what an earlier cell assigned to a variable",
    cells: ["let x: string | undefined;", "x = 'a';", "x.length"],
    edit: [2, "x.length.toFixed()"],
    before: ["", "", ""],
    after: ["", "", ""],
  },
  {
    name: "an assignment to a variable of another cell",
    cells: ["let n = 1;", "n = 2;"],
    edit: [1, "n = 'x';"],
    before: ["", ""],
    after: ["", "TS2322"],
  },
  {
    name: "an assignment on which later cells depend",
    cells: ["let x: string | number;", "x = 'a';", "x.length"],
    edit: [1, "x = 1;"],
    before: ["", "", ""],
    after: ["", "", "TS2339"],
  },
  {
    name: "a check on which later cells depend",
    cells: ["const v = [1].find((n) => n > 0);", "if (v === undefined) throw new Error('no');", "v.toFixed();"],
    edit: [1, "v;"],
    before: ["", "", ""],
    after: ["", "", "TS18048"],
  },
  {
    name: "a cell behind such a check",
    cells: ["const v = [1].find((n) => n > 0);", "if (v === undefined) throw new Error('no');", "v.toFixed();"],
    edit: [2, "v.toFixed(1);"],
    before: ["", "", ""],
    after: ["", "", ""],
  },
  {
    name: "an interface of two cells",
    cells: ["interface A { x: 1 }", "interface A { y: 2 }", "const v: A = { x: 1, y: 2 };"],
    edit: [2, "const v: A = { x: 1 };"],
    before: ["", "", ""],
    after: ["", "", "TS2741"],
  },
  {
    name: "an array that grows",
    cells: ["const rows = [];", "rows.push(1);", "rows[0]!.toFixed();"],
    edit: [2, "rows[0]!.trim();"],
    before: ["", "", ""],
    after: ["", "", "TS2339"],
  },
  {
    name: "a name that is declared again",
    cells: ["const a = 1;", "a.toFixed();", "const a = 'x';", "a.trim();"],
    edit: [1, "a.trim();"],
    before: ["", "", "", ""],
    after: ["", "TS2339", "", ""],
  },
  {
    name: "a function that reads a later name",
    cells: ["function f() { return late.trim(); }", "const late = 'x';", "f();"],
    edit: [1, "const late = 1;"],
    before: ["", "", ""],
    after: ["TS2339", "", ""],
  },
  {
    name: "an import that gets another name",
    cells: ['import { join } from "node:path";', "join('a', 1);", "sep.trim();"],
    edit: [0, 'import { join, sep } from "node:path";'],
    before: ["", "TS2345", "TS2304"],
    after: ["", "TS2345", ""],
  },
  {
    name: "a cell that is exported and uses a type of another",
    cells: ["export type User = { name: string };", "export const users: User[] = [];", "users[0]?.name;"],
    edit: [2, "users[0]?.nam;"],
    before: ["", "", ""],
    after: ["", "", "TS2551"],
  },
  {
    name: "a cell while another has a syntax error",
    cells: ["const a = (1;", "const b = 2;", "b.trim();"],
    edit: [1, "const b = 'x';"],
    before: ["TS1005", "", "TS2339"],
    after: ["TS1005", "", ""],
  },
];

function codes(errors: Awaited<ReturnType<FrontEnd["write"]>>): string[] {
  return errors.map((some) => some.map(({ code }) => code).join(" "));
}

describe("errors after an edit of one cell", () => {
  it.each(CASES)("see $name", async ({ cells, edit: [at, source], before, after }) => {
    expect(codes(await opened.write(...cells))).toEqual(before);
    const edited = cells.with(at, source);
    expect(codes(await opened.write(...edited))).toEqual(after);
    expect(codes(await opened.write(...cells))).toEqual(before);
  });

  it("see another cell as the previous edit left it", async () => {
    const cells = ["function f() { return b; }", "const a = 1;", "const b = a;", "b.toFixed();"];
    await opened.write(...cells);
    await opened.write(...cells.with(1, "const a = 'x';"));
    const both = cells.with(1, "const a = 'x';").with(3, "b.trim();");
    expect(codes(await opened.write(...both))).toEqual(["", "", "", ""]);
    expect(codes(await opened.write(...both.with(3, "b.trim(); f().toFixed();")))).toEqual(["", "", "", "TS2551"]);
  });

  it("come first for the edited cell, where many depend on it", async () => {
    const cells = ["const a = 1;", ...Array.from({ length: 8 }, () => "a.toFixed();")];
    await opened.write(...cells);
    const first = opened.next();
    const all = opened.write(...cells.with(0, "const a: string = 1;"));
    expect(await first).toMatchObject({ isComplete: false, cells: { c0: [{ code: "TS2322" }] } });
    expect(codes(await all)).toEqual(["TS2322", ...Array.from({ length: 8 }, () => "TS2551")]);
  });

  it("see a helper file that comes, and one that changes", async () => {
    const cells = ['import { size } from "./later.ts";', "size.toFixed();"];
    expect(codes(await opened.write(...cells))).toEqual(["TS2307", ""]);
    writeFileSync(join(folder, "later.ts"), "export const size = 1;");
    expect(codes(await opened.write(cells[0] ?? "", "size.toFixed(1);"))).toEqual(["", ""]);
    writeFileSync(join(folder, "later.ts"), "export const size = 'large';");
    expect(codes(await opened.write(cells[0] ?? "", "size.toFixed(1);", ""))).toEqual(["", "TS2551", ""]);
  });
});
