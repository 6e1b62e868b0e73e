import { describe, expect, it } from "vitest";
import { csvHeader, csvRecords } from "../../../src/timm/csv/csv-records.ts";

describe("csvRecords", () => {
  it("gives the line each record starts on, and its fields without quotes", () => {
    const records = [...csvRecords('a,b\r\n"x\n""y""",\n2,"3,4"\n')];
    expect(records.map((record) => record.line)).toEqual([1, 2, 4]);
    expect(records.map((record) => record.fields.map((field) => field.text))).toEqual([
      ["a", "b"],
      ['x\n"y"', ""],
      ["2", "3,4"],
    ]);
    expect(records[2]?.fields.map((field) => field.quoted)).toEqual([false, true]);
  });

  it("stops at text that is not CSV, and needs no last line break", () => {
    const stopped = [...csvRecords('a,b\nx,"b"c\nd,e\n')];
    expect(stopped).toHaveLength(2);
    expect(stopped[1]).toEqual({ line: 2, fields: [{ text: "x", quoted: false }], broken: true });
    expect([...csvRecords("a,b")]).toHaveLength(1);
    expect([...csvRecords("")]).toEqual([]);
  });

  it("splits a header", () => {
    expect(csvHeader('model,"top 1",size')).toEqual(["model", "top 1", "size"]);
    expect(csvHeader("")).toEqual([]);
  });
});
