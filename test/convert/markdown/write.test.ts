import { describe, expect, test } from "vitest";
import { formatMarkdown } from "../../../src/convert/markdown/write.ts";
import { parseNotebook } from "../../../src/notebook/file/read.ts";
import { type CellSource, notebookText } from "../../support/notebooks.ts";

const PNG = "iVBORw0KGgo=";

function markdown(...cells: CellSource[]) {
  return formatMarkdown(parseNotebook(notebookText(cells, "tsnb"), "a"), "a b_files");
}

function shown(data: object): string {
  const outputs = [{ output_type: "display_data", data, metadata: {} }];
  return markdown({ cell_type: "code", source: "", outputs, execution_count: 1 }).text.trim();
}

describe("a notebook as Markdown", () => {
  test("keeps text, and has code and printed output in fences", () => {
    const outputs = [
      { output_type: "stream", name: "stdout", text: "\u001B[31mred\u001B[0m\n" },
      { output_type: "error", ename: "E", evalue: "bad", traceback: ["E: bad", " at 1"] },
    ];
    const { text } = markdown(
      { cell_type: "markdown", source: "# A\n" },
      { cell_type: "code", source: "a\n", outputs, execution_count: 1 },
      { cell_type: "raw", source: "````\n" },
    );
    expect(text).toBe(
      "# A\n\n```typescript\na\n```\n\n```text\nred\n```\n\n```text\nE: bad\n at 1\n```\n\n`````\n````\n`````\n",
    );
  });

  test("has pictures as files, of outputs, charts and attachments", () => {
    const data = { "application/vnd.vegalite.v5+json": {}, "image/png": PNG, "text/plain": "A [chart]\nof b" };
    const { text, pictures } = markdown(
      {
        cell_type: "code",
        source: "",
        outputs: [{ output_type: "display_data", data, metadata: {} }],
        execution_count: 1,
      },
      { cell_type: "markdown", source: "![p](attachment:a%20b.png)", attachments: { "a b.png": { "image/png": PNG } } },
    );
    expect(text).toBe("![A \\[chart\\] of b](a%20b_files/cell-0-1.png)\n\n![p](a%20b_files/cell-1-a_b.png)\n");
    expect([...pictures.keys()]).toEqual(["a b_files/cell-0-1.png", "a b_files/cell-1-a_b.png"]);
    expect(pictures.get("a b_files/cell-0-1.png")).toEqual(Buffer.from(PNG, "base64"));
  });

  test.each([
    [{ "text/html": "<table>\n\n<tr></tr></table>", "text/plain": "t" }, "<table>\n<tr></tr></table>"],
    [{ "text/html": "<div id=plot></div>", "text/plain": "a plot" }, "```text\na plot\n```"],
    [{ "text/markdown": "*a*\n" }, "*a*"],
    [{ "application/json": { a: 1 } }, '```json\n{\n  "a": 1\n}\n```'],
    [{ "image/svg+xml": "<svg/>", "text/plain": "" }, "![](a%20b_files/cell-0-1.svg)"],
  ])("shows the parts of %j that GitHub can show", (data, text) => {
    expect(shown(data)).toBe(text);
  });
});
