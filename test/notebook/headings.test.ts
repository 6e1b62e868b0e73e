import { describe, expect, it } from "vitest";
import { headings, headingsOf, mainHeadingOf, sectionsOf } from "../../src/notebook/headings.ts";

function text(source: string) {
  return { cell_type: "markdown", source } as const;
}

const code = { cell_type: "code", source: "# not a heading" } as const;

/** The main heading of a notebook with these Markdown cells; undefined without one. */
function mainIn(...sources: string[]): string | undefined {
  return mainHeadingOf({ cells: sources.map((source, n) => ({ ...text(source), id: `${n}`, metadata: {} })) });
}

describe("the section of a cell", () => {
  it("is the last heading above a cell, of any level", () => {
    const cells = [code, text("# A"), code, text("words"), code, text("## B ##\n\nwords"), code];
    expect(headingsOf(cells)).toEqual([undefined, "A", "A", "A", "A", "B", "B"]);
  });

  it("is the last heading of a cell, and not one inside a code fence", () => {
    const fenced = "# A\n### C#\n```sh\n# comment\n```\n";
    expect(headingsOf([text(fenced), code])).toEqual(["C#", "C#"]);
    expect(headingsOf([text("~~~\n```\n# x\n~~~\n#no\n# yes"), code])[1]).toBe("yes");
  });
});

describe("the main heading", () => {
  it("is the first heading of the first level, without the marks around it", () => {
    expect(mainIn("words\n\n## Below", "  # The title ##  \n# Another")).toBe("The title");
  });

  it("is not a comment inside a code fence", () => {
    expect(mainIn("```sh\n# comment\n```", "# Title")).toBe("Title");
  });

  it("is undefined without one", () => {
    expect(mainIn("## Below", "#hash", "# ")).toBeUndefined();
  });
});

describe("headings", () => {
  it("may stand above a line of = or -", () => {
    expect(headings("Title\n=====\n\nwords\nof two lines\n---\n\n---\n# Next")).toEqual([
      { level: 1, text: "Title" },
      { level: 2, text: "words of two lines" },
      { level: 1, text: "Next" },
    ]);
  });

  it("are not lists, quotes, tables, code and rules", () => {
    const others = [
      "- item\n---",
      "1. item\n---",
      "> quote\n---",
      "| a |\n---",
      "    code\n===",
      "\n---",
      "```\na\n---\n```",
    ];
    expect(others.flatMap(headings)).toEqual([]);
  });

  it("are not found in formulas", () => {
    const formula = "$$\n\\hat y\n=\nX\\beta\n$$";
    const aligned = "\\begin{align}\na\n-\nb\n\\end{align}";
    expect(headings(`${formula}\n# A\n${aligned}\nB is $$c$$\n===`).map((found) => found.text)).toEqual([
      "A",
      "B is $$c$$",
    ]);
  });
});

describe("the sections of a notebook", () => {
  it("extend to the next heading of the same level or a higher one", () => {
    const cells = [code, text("# A"), code, text("## B\n### C"), code, text("## D"), code, text("# E\n# F"), code];
    expect(sectionsOf(cells).map((section) => [section.text, section.from, section.to])).toEqual([
      ["A", 1, 7],
      ["B", 3, 5],
      ["C", 3, 5],
      ["D", 5, 7],
      ["E", 7, 8],
      ["F", 7, 9],
    ]);
  });
});
