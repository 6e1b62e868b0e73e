import { join } from "node:path";
import { expect, it } from "vitest";
import type { Finding } from "../../src/check/results.ts";
import { headlineOf } from "../../src/report/headline.ts";
import { reportPage } from "../../src/report/html/page.ts";
import { junitOf } from "../../src/report/junit.ts";
import { markdownOf } from "../../src/report/markdown-summary.ts";
import { notebookResult } from "../support/results.ts";
import { parseXml } from "../support/xml.ts";

const cell = { index: 1, id: "b", heading: undefined, line: 3, column: 7, endLine: 3, endColumn: 8 };
const inCell: Finding = {
  rule: "TS2322",
  severity: "error",
  message: "Type '<a>' does not fit.",
  file: join(process.cwd(), "a.ipynb"),
  line: 30,
  column: 5,
  excerpt: "",
  cell,
};
const inHelper: Finding = { ...inCell, file: join(process.cwd(), "helper.ts"), cell: undefined };

function run(isFailure: boolean) {
  const source = inCell.file;
  const checked = {
    label: "a.ipynb",
    source,
    status: "failed",
    cells: 2,
    findings: [inCell],
    error: undefined,
  } as const;
  const check = { notebooks: [checked], files: [inHelper], errors: 2, warnings: 0, isCutShort: false, ok: false };
  return { notebooks: [notebookResult()], types: { check, isFailure } };
}

it("are in every report, with cell and line, or the line of the file", async () => {
  const [, suite] = parseXml(junitOf(run(true))).children;
  expect(suite?.attributes).toMatchObject({ name: "types", tests: "1", failures: "1" });
  expect(suite?.children[0]?.children).toMatchObject([
    {
      name: "failure",
      attributes: { message: "2 type errors" },
      text: "a.ipynb, cell 2, line 3: TS2322: Type '<a>' does not fit.\nhelper.ts, line 30: TS2322: Type '<a>' does not fit.",
    },
  ]);
  expect(markdownOf(run(true))).toContain(
    "### Type errors\n\n- a.ipynb, cell 2, line 3: TS2322: Type '\\<a>' does not fit.",
  );
  expect(await reportPage(run(true))).toContain("<h2>Type errors</h2>");
});

it("are not failures in JUnit XML when they do not fail the run", () => {
  expect(parseXml(junitOf(run(false))).children).toHaveLength(1);
});

it("are in the headline when they fail the run", async () => {
  const failed = notebookResult({ status: "failed" });
  expect(headlineOf(run(true))).toBe("1 notebook passed, but there are 2 type errors");
  expect(headlineOf({ ...run(true), notebooks: [notebookResult(), failed] })).toBe(
    "1 of 2 notebooks did not pass, and there are 2 type errors",
  );
  expect(headlineOf(run(false))).toBe("1 notebook passed");
  expect(markdownOf(run(true))).toContain("## tsnb: 1 notebook passed, but there are 2 type errors\n");
  expect(await reportPage(run(true))).toContain("<h1>1 notebook passed, but there are 2 type errors</h1>");
});
