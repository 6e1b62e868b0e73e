import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { diagnosticText } from "../../../../src/kernel/types/answers/diagnostic-text.ts";

const base = {
  severity: "error",
  code: 2322,
  message: "No.",
  startLine: 0,
  startColumn: 0,
  endLine: 0,
  endColumn: 1,
} as const;

function plain(code: string, place: Partial<Parameters<typeof diagnosticText>[0]>): string[] {
  return stripVTControlCharacters(diagnosticText({ ...base, ...place }, code, "[7]")).split("\n");
}

describe("diagnosticText", () => {
  test("shows the line and carets under the place", () => {
    const lines = plain("a;\nconst b: string = 5;", { startLine: 1, startColumn: 6, endLine: 1, endColumn: 7 });
    expect(lines).toEqual(["error TS2322 [7] line 2: No.", "2 | const b: string = 5;", "  |       ^"]);
  });

  test.for([
    ["an emoji", "'🦊'; abc", 6, 9, "      ^^^"],
    ["East Asian letters", "数 + abc", 4, 7, "     ^^^"],
    ["a family of emoji", "'👩‍👩‍👧'; abc", 12, 15, "      ^^^"],
    ["a tab", "\tabc", 1, 4, "  ^^^"],
    ["marks on letters", "e\u0301 + abc", 5, 8, "    ^^^"],
  ] as const)("places carets behind %s", ([, code, startColumn, endColumn, carets]) => {
    expect(plain(code, { startColumn, endColumn }).at(-1)).toBe(`  | ${carets}`);
  });

  test("advises the kernel's command to install types", () => {
    const message = "Could not find it.\n  Try `npm i --save-dev @types/d3` if it exists or add a file.";
    expect(plain("abc", { message })[1]).toBe("  Try `%npm install @types/d3` if it exists or add a file.");
  });

  test("shortens a long line around the place", () => {
    const lines = plain(`${"x".repeat(5000)}; abc;${"y".repeat(5000)}`, { startColumn: 5002, endColumn: 5005 });
    expect(lines[1]).toMatch(/^1 \| x+; abc;y+$/);
    expect(lines[1]?.length).toBeLessThan(200);
    expect(lines[2]?.indexOf("^^^")).toBe(lines[1]?.indexOf("abc"));
  });

  test("shows the beginning of a long message", () => {
    const [first = ""] = plain("a", { message: `Type '"${"x".repeat(9000)}"' is not known.` });
    expect(first).toMatch(/x{3000}\.\.\. \d{4} more characters$/);
    expect(first.length).toBeLessThan(5000);
  });

  test("marks the first line of a longer range", () => {
    expect(plain("call({\n  a: 1 })", { startColumn: 5, endLine: 1, endColumn: 8 })).toEqual([
      "error TS2322 [7] line 1: No.",
      "1 | call({",
      "  |      ^",
    ]);
  });

  test("puts the rest of a message below its first line, and aligns wide line numbers", () => {
    const code = `${"\n".repeat(11)}a`;
    expect(plain(code, { startLine: 11, endLine: 11, message: "No.\n  Because." })).toEqual([
      "error TS2322 [7] line 12: No.",
      "  Because.",
      "12 | a",
      "   | ^",
    ]);
  });

  test("marks a place at the end of a line, and omits carriage returns", () => {
    expect(plain("foo(\r\n", { startColumn: 4, endColumn: 4 })).toEqual([
      "error TS2322 [7] line 1: No.",
      "1 | foo(",
      "  |     ^",
    ]);
  });

  test("prints the kind in bold, and carets in red", () => {
    expect(diagnosticText(base, "a", "[1]")).toContain("\x1b[1merror");
    expect(diagnosticText({ ...base, severity: "warning" }, "a", "[1]")).toContain("\x1b[1mwarning");
    expect(diagnosticText(base, "a", "[1]")).toContain("\x1b[31m^");
  });
});
