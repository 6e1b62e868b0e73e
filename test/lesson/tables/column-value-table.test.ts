import { describe, expect, it } from "vitest";
import { columnValueTable, RowError } from "../../../src/lesson/tables/column-value-table.ts";
import { getData } from "../../../src/lesson/data/get-data.ts";

describe("columnValueTable", () => {
  it("shows the first row as column and value", async () => {
    const table = columnValueTable(await getData("infer"));
    expect(table.columns).toEqual(["Column", "Value"]);
    expect(table.rows.slice(0, 2)).toEqual([
      ["model", "levit_128s"],
      ["infer_samples_per_sec", "21485.8"],
    ]);
    expect(table.rows).toHaveLength(16);
    expect(table.text()).toMatch(/family +levit/);
  });

  it("takes another row", async () => {
    expect(columnValueTable(await getData("infer"), 164).rows[0]).toEqual(["model", "resnetv2_152x4_bitm"]);
  });

  it.each([-1, 165, 1.5, Number.NaN])("has no row %s", async (row) => {
    const frame = await getData("infer");
    expect(() => columnValueTable(frame, row)).toThrow(RowError);
    expect(() => columnValueTable(frame, row)).toThrow(/rows 0 to 164/);
  });

  it("has no row of an empty frame", async () => {
    const frame = (await getData("infer")).head(0);
    expect(() => columnValueTable(frame)).toThrow(/no rows/);
  });
});
