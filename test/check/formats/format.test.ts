import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { formatOf } from "../../../src/check/formats/format.ts";
import { OtherLanguageError } from "../../../src/check/errors.ts";
import type { CheckResult, Finding } from "../../../src/check/results.ts";

const file = join(process.cwd(), "notebooks", "a, b.ipynb");
const inCell: Finding = {
  rule: "TS2322",
  severity: "error",
  message: "Type 'A' is not assignable to type 'B'.\n  100% sure.",
  file,
  line: 45,
  column: 12,
  excerpt: `const a: number = "x";`,
  cell: { index: 2, id: "c", heading: "Loading: all", line: 2, column: 7, endLine: 2, endColumn: 8 },
};
const inHelper: Finding = {
  rule: "TS2304",
  severity: "error",
  message: "Cannot find name 'x'.",
  file: join(process.cwd(), "lib", "a.ts"),
  line: 3,
  column: 1,
  excerpt: "x;",
  cell: undefined,
};
const warning: Finding = {
  ...inCell,
  rule: "unused-name",
  severity: "warning",
  message: `"a" is declared but never used`,
};
const bare = { status: "passed", cells: 2, findings: [], error: undefined } as const;
const label = join("notebooks", "a, b.ipynb");
const skipped = {
  ...bare,
  label: "python.ipynb",
  source: join(process.cwd(), "python.ipynb"),
  status: "skipped",
  cells: 0,
} as const;
const unusable = {
  ...skipped,
  label: "r.ipynb",
  source: join(process.cwd(), "r.ipynb"),
  status: "unusable",
  error: new OtherLanguageError("r.ipynb", "R"),
} as const;
const result: CheckResult = {
  notebooks: [{ ...bare, label, source: file, status: "failed", findings: [inCell, warning] }, skipped, unusable],
  files: [inHelper],
  errors: 2,
  warnings: 1,
  isCutShort: false,
  ok: false,
};
const clean: CheckResult = {
  notebooks: [{ ...bare, label, source: file }],
  files: [],
  errors: 0,
  warnings: 0,
  isCutShort: false,
  ok: true,
};

function written(format: Parameters<typeof formatOf>[0], what: CheckResult = result, isColoured = false): string {
  return formatOf(format, what, { isColoured }).replaceAll("\\\\", "/").replaceAll("\\", "/");
}

describe("formatOf", () => {
  it("writes text for people and problem matchers", () => {
    expect(written("text")).toBe(
      [
        "lib/a.ts:3:1: error TS2304: Cannot find name 'x'.",
        "  3 | x;",
        "    | ^",
        "notebooks/a, b.ipynb:45:12: error TS2322: Type 'A' is not assignable to type 'B'.",
        "    100% sure.",
        `  cell 3 under "Loading: all", line 2, column 7`,
        `  2 | const a: number = "x";`,
        "    |       ^",
        `notebooks/a, b.ipynb:45:12: warning unused-name: "a" is declared but never used`,
        `  cell 3 under "Loading: all", line 2, column 7`,
        `  2 | const a: number = "x";`,
        "    |       ^",
        "Skipped, in another language: python.ipynb",
        "1 notebook with 2 cells checked: 2 errors, 1 warning",
        "",
      ].join("\n"),
    );
    expect(written("text", clean)).toBe("1 notebook with 2 cells checked: no problems\n");
    expect(written("text", { ...clean, notebooks: [unusable] })).toBe("");
    expect(written("text", { ...clean, errors: 3, isCutShort: true })).toContain(
      "3 errors; stopped at that many errors",
    );
    expect(written("text", result, true)).toContain("\u001b[31merror");
  });

  it("escapes everything that would end a workflow command", () => {
    expect(written("github").split("\n")).toEqual([
      "::error file=r.ipynb::Checking r.ipynb: its language is R. Name notebooks in TypeScript or JavaScript.",
      "::error file=lib/a.ts,line=3,col=1,title=TS2304::Cannot find name 'x'.",
      `::error file=notebooks/a%2C b.ipynb,line=45,col=12,title=TS2322 in cell 3 under "Loading%3A all"%2C line 2::Type 'A' is not assignable to type 'B'.%0A  100%25 sure.`,
      `::warning file=notebooks/a%2C b.ipynb,line=45,col=12,title=unused-name in cell 3 under "Loading%3A all"%2C line 2::"a" is declared but never used`,
      "",
    ]);
    expect(written("github", clean)).toBe("");
  });

  it.each([true, false])("shows the control characters of notebooks in text, coloured: %s", (isColoured) => {
    const hostile: Finding = {
      ...inCell,
      message: "Type '\u001b[2J' is not known",
      excerpt: `"\u202e"; x = "\u0007\r";`,
      cell: { index: 0, id: "c", heading: "\u001b]0;title\u0007", line: 2, column: 10, endLine: 2, endColumn: 14 },
    };
    const text = formatOf("text", { ...result, notebooks: [], files: [hostile] }, { isColoured });
    expect(stripVTControlCharacters(text).split("\n").slice(0, -1)).toEqual([
      `${label}:45:12: error TS2322: Type '␛[2J' is not known`,
      '  cell 1 under "␛]0;title␇", line 2, column 10',
      '  2 | "\\u{202e}"; x = "␇␍";',
      "    |                 ^^^^",
    ]);
  });

  it("writes JSON as docs/check.md describes it", () => {
    const report: unknown = JSON.parse(formatOf("json", result, { isColoured: false }));
    expect(report).toEqual({
      version: 1,
      errors: 2,
      warnings: 1,
      cutShort: false,
      notebooks: [
        {
          path: label,
          status: "failed",
          cells: 2,
          findings: [
            {
              rule: "TS2322",
              severity: "error",
              message: inCell.message,
              line: 45,
              column: 12,
              excerpt: inCell.excerpt,
              cell: {
                number: 3,
                index: 2,
                id: "c",
                heading: "Loading: all",
                line: 2,
                column: 7,
                endLine: 2,
                endColumn: 8,
              },
            },
            expect.objectContaining({ rule: "unused-name", severity: "warning" }),
          ],
        },
        { path: "python.ipynb", status: "skipped", cells: 0, findings: [] },
        {
          path: "r.ipynb",
          status: "unusable",
          cells: 0,
          error: { name: "OtherLanguageError", message: unusable.error.message },
          findings: [],
        },
      ],
      files: [
        {
          path: join("lib", "a.ts"),
          rule: "TS2304",
          severity: "error",
          message: inHelper.message,
          line: 3,
          column: 1,
          excerpt: "x;",
        },
      ],
    });
  });

  it("writes SARIF that its schema accepts", () => {
    const log = JSON.parse(formatOf("sarif", result, { isColoured: false }));
    expect(log.version).toBe("2.1.0");
    const [run] = log.runs;
    expect(run.tool.driver.name).toBe("tsnb check");
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(["TS2304", "TS2322", "unused-name"]);
    for (const { ruleId, ruleIndex, message } of run.results) {
      expect(run.tool.driver.rules[ruleIndex].id).toBe(ruleId);
      expect(message.text).not.toBe("");
    }
    expect(run.results[1]).toMatchObject({
      ruleId: "TS2322",
      level: "error",
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "notebooks/a%2C%20b.ipynb" },
            region: { startLine: 45, startColumn: 12, snippet: { text: inCell.excerpt } },
          },
          logicalLocations: [{ name: "cell 3", fullyQualifiedName: `cell 3 under "Loading: all", line 2` }],
        },
      ],
    });
    expect(run.invocations).toMatchObject([
      {
        executionSuccessful: false,
        toolExecutionNotifications: [{ level: "error", message: { text: unusable.error.message } }],
      },
    ]);
    expect(JSON.parse(formatOf("sarif", clean, { isColoured: false })).runs[0]).toMatchObject({
      results: [],
      invocations: [{ executionSuccessful: true }],
    });
  });
});
