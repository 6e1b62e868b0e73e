import { describe, expect, test } from "vitest";
import { notebookPage } from "../../../src/convert/html/page.ts";
import { parseNotebook } from "../../../src/notebook/file/read.ts";
import { reportPage } from "../../../src/report/html/page.ts";
import { CellFailedError } from "../../../src/run/errors/cell-errors.ts";
import { HOSTILE, offencesIn } from "../../support/hostile.ts";
import { notebookText } from "../../support/notebooks.ts";
import { cellResult, notebookResult } from "../../support/results.ts";

function shown(data: object, metadata: object = {}) {
  return { output_type: "display_data", data, metadata };
}

/** A notebook with this string in every place that takes one. */
function notebookOf(text: string) {
  const spec = {
    $schema: text,
    title: text,
    description: text,
    data: { values: [{ a: text, url: "javascript:alert(1)" }] },
    mark: { type: "text", href: "javascript:alert(1)" },
    encoding: { text: { field: "a" }, href: { field: "url" }, tooltip: { value: text } },
    usermeta: { embedOptions: { actions: { export: true }, sourceHeader: text, bind: text } },
  };
  const outputs = [
    { output_type: "stream", name: text, text },
    { output_type: "error", ename: text, evalue: text, traceback: [text] },
    { output_type: "error", ename: text, evalue: text, traceback: [] },
    shown({ "text/html": text }),
    shown({ "text/html": `<div>${text}</div>` }),
    shown({ "image/svg+xml": text, "text/plain": text }),
    shown({ "image/svg+xml": `<svg xmlns="http://www.w3.org/2000/svg">${text}</svg>` }, { width: text }),
    shown({ "image/png": text, "text/plain": text }, { "image/png": { width: text, height: text } }),
    shown({ "text/markdown": text }),
    shown({ "text/latex": text }),
    shown({ "text/latex": `$${text}$` }),
    shown({ "application/json": { [text]: [text] } }),
    shown({ "application/javascript": text, "text/plain": text }),
    shown({ [`video/${text}`]: text }),
    shown({ [text]: text }),
    shown({ "video/mp4": text }),
    shown({ "application/vnd.vegalite.v5+json": spec, "text/plain": text }),
    shown({ "application/vnd.vega.v5+json": spec, "image/png": text }),
  ];
  const cells = [
    { cell_type: "markdown", source: `# ${text}\n\n${text}`, attachments: { [text]: { [`image/${text}`]: text } } },
    {
      cell_type: "markdown",
      source: `![a](attachment:${encodeURIComponent(text)}) ${text}`,
      metadata: { tags: ["hide-cell"] },
    },
    { cell_type: "raw", source: text },
    { cell_type: "code", source: text, outputs, execution_count: 1 },
  ];
  const notebook = parseNotebook(notebookText(cells), "a");
  return {
    ...notebook,
    metadata: { title: text, language_info: { name: text }, kernelspec: { name: text, display_name: text } },
  };
}

const numbered = HOSTILE.map((text): [string] => [text]);

describe("a stranger's notebook", () => {
  test.each(numbered)("runs nothing on its page: %s", (text) => {
    const page = notebookPage(notebookOf(text), text);
    expect(offencesIn(page)).toEqual([]);
    expect(page.split("<main>")[0]).not.toContain("<img");
  });

  test.each(numbered)("runs nothing in a report: %s", async (text) => {
    const notebook = notebookOf(text);
    const error = new CellFailedError({ file: text, cell: 4, source: text }, text, text);
    const cells = [cellResult({ index: 3, id: "cell-3", heading: text, source: text, status: "failed", error })];
    const result = notebookResult({ label: text, status: "failed", error, cells, notices: [text], notebook });
    expect(offencesIn(await reportPage({ notebooks: [result], types: undefined }))).toEqual([]);
  });

  test("would be noticed if it did", () => {
    const found = HOSTILE.flatMap((text) => offencesIn(`<main>${text}</main>`));
    expect(found).toEqual(
      expect.arrayContaining(["<script>", "<img onError>", "<iframe>", "href=javascript:alert(1)"]),
    );
  });
});
