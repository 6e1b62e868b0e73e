import { describe, expect, it } from "vitest";
import { headingsOf, mainHeadingOf } from "../../src/notebook/headings.ts";

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
