import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { csvOutline } from "../../../src/timm/csv/csv-outline.ts";
import { scratch } from "../../support/scratch.ts";

const outline = (text: string | Uint8Array): ReturnType<typeof csvOutline> =>
  csvOutline(join(scratch({ "a.csv": text }), "a.csv"));

describe("csvOutline", () => {
  it("finds the header, the rows and the quoted columns", () => {
    expect(outline('\uFEFFa,b,c\r\n1,"2,5",3\r\n4,5,6\r\n')).toEqual({
      bytes: 28,
      header: "a,b,c",
      rows: 2,
      quoted: new Set([1]),
      ragged: null,
      hasBlankEnd: false,
      openQuote: null,
      ended: true,
      nul: null,
      strayReturn: null,
    });
  });

  it("counts no empty lines at the end, and finds one between rows", () => {
    expect(outline("a,b\r\n1,2\r\n\r\n\r\n")).toMatchObject({ rows: 1, ragged: null, hasBlankEnd: true });
    expect(outline("a,b\n1,2\n\n3,4\n")).toMatchObject({ ragged: { line: 3, fields: 1 } });
    expect(outline("a\n1\n\n2\n")).toMatchObject({ rows: 3, ragged: null, hasBlankEnd: false });
  });

  it("counts lines through quoted line breaks", () => {
    expect(outline('a,b\n"x\ny",1\n2\n')).toMatchObject({ rows: 2, ragged: { line: 4, fields: 1 } });
  });

  it("finds rows and headers that span its chunks", () => {
    const name = "n".repeat(1 << 20);
    const found = outline(`${name},b\n1,${"2".repeat(1 << 20)}\n3,4\n`);
    expect(found).toMatchObject({ header: `${name},b`, rows: 2, ragged: null, ended: true });
  });

  it("finds where text stops being text", () => {
    expect(outline("a,b\n1,2\n\0,3\n").nul).toBe(3);
    expect(outline("a,b\r\n1,2\r\n3\r,4\r\n").strayReturn).toBe(3);
    expect(outline('a,b\n1,2\n"3,4\n5,6\n')).toMatchObject({ openQuote: 3, rows: 1 });
    expect(outline("a,b\n1,2")).toMatchObject({ rows: 1, ended: false, ragged: null });
    expect(outline("")).toMatchObject({ bytes: 0, rows: 0, header: "" });
  });
});
