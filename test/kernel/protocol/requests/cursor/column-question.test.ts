import { expect, test } from "vitest";
import { columnQuestion } from "../../../../../src/kernel/protocol/requests/cursor/column-question.ts";

test.for([
  ['df.getColumn("¦', "df", ""],
  ['df.select("a", "te¦', "df", "te"],
  ["df.select(['a', 't¦", "df", "t"],
  ['tables.first.sort("¦', "tables.first", ""],
  ['df.filter(pl.col("¦', "df", ""],
  ['a.x(); df\n  .filter(col("a").gt(1))\n  .select(pl.col("b¦', "df a", "b"],
  ['chart(df).line({ x: "da¦', "df", "da"],
  ['chart({ data: rows, encoding: { x: { field: "¦', "rows", ""],
  ['chart(df).point({ x: "a", tooltip: ["a", "¦', "df", ""],
  ["df.¦", undefined, ""],
  ['"¦', undefined, ""],
  ['f("¦', undefined, ""],
  ['const o = { x: "¦', undefined, ""],
  ['// df.getColumn("¦', undefined, ""],
] as const)("the frames of %s", ([marked, owners, prefix]) => {
  const question = columnQuestion(marked.replace("¦", ""), marked.indexOf("¦"));
  expect([question?.owners.join(" "), question?.prefix ?? ""]).toEqual([owners, prefix]);
});
