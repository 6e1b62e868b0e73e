import { describe, expect, it } from "vitest";
import type { Notebook, Output } from "../../../src/notebook/types.ts";
import { reportPage } from "../../../src/report/html/page.ts";
import { CellFailedError } from "../../../src/run/errors/cell-errors.ts";
import { NoKernelError } from "../../../src/run/errors/notebook-errors.ts";
import { cellResult, comparison, differing, notebookResult } from "../../support/results.ts";

const stream = (text: string): Output => ({ output_type: "stream", name: "stdout", text });

function notebook(...cells: (readonly Output[])[]): Notebook {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: cells.map((outputs, index) => {
      return {
        cell_type: "code",
        id: `cell-${index}`,
        metadata: {},
        source: `code ${index}`,
        execution_count: 1,
        outputs,
      };
    }),
  };
}

const place = { file: "bad.ipynb", cell: 2, source: "code 1" };
const error = new CellFailedError(place, "TypeError: <i>boom</i>", "TypeError: <i>boom</i>\n    at (Cell [1]:1:3)");
const failed = notebookResult({
  label: "bad.ipynb",
  status: "failed",
  error,
  startSeconds: 0.5,
  cells: [
    cellResult({ seconds: 2 }),
    cellResult({ index: 1, id: "cell-1", status: "failed", seconds: 1, source: "code 1", heading: "Step", error }),
    cellResult({ index: 2, id: "cell-2", status: "not-run", seconds: 0 }),
  ],
  notebook: notebook([stream("first output")], [], []),
});
const good = notebookResult({ label: "good.ipynb", notebook: notebook([stream("good output")]) });

const page = await reportPage({ notebooks: [good, failed] });

describe("reportPage", () => {
  it("lists failures first, and shows each notebook with its outputs", () => {
    expect(page).toContain("<h1>1 of 2 notebooks did not pass</h1>");
    const places = [
      'href="#run-1">bad.ipynb',
      'href="#run-2">good.ipynb',
      "<h2>bad.ipynb",
      "first output",
      "<h2>good.ipynb",
      "good output",
    ];
    const found = places.map((text) => page.indexOf(text));
    expect(found.every((at) => at >= 0)).toBe(true);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
    expect(page.match(/<details class="whole" open>/g)).toHaveLength(1);
  });

  it("lists the contents: each notebook with links to its headings", async () => {
    const text = "# Which model?\n\nText.\n\n## A `table` of *all*\n\n```\n# no heading\n```\n\n#### Too deep";
    const cell = { cell_type: "markdown", id: "intro", metadata: {}, source: text, attachments: {} } as const;
    const own = notebook([stream("good output")]);
    const html = await reportPage({
      notebooks: [notebookResult({ label: "good.ipynb", notebook: { ...own, cells: [cell, ...own.cells] } })],
    });
    const list = html.slice(html.indexOf('<nav class="contents"'), html.indexOf("</nav>"));
    expect(Array.from(list.matchAll(/<a href="#([^"]*)">([^<]*)</g), ([, id, name]) => [id, name])).toEqual([
      ["run-1", "good.ipynb"],
      ["run-1-cell-intro", "Which model?"],
      ["run-1-cell-intro", "A table of all"],
    ]);
    expect(html).toContain('id="run-1-cell-intro"');
  });

  it("shows the notebooks at once when all of them passed", async () => {
    expect((await reportPage({ notebooks: [good, good] })).match(/<details class="whole" open>/g)).toHaveLength(2);
  });

  it("shows the error and its line at the cell and in the summary", () => {
    expect(page).toContain(
      '<li><a href="#run-1-cell-cell-1">cell 2 (Step)</a>: TypeError: &lt;i&gt;boom&lt;/i&gt;</li>',
    );
    expect(page).toMatch(
      /id="run-1-cell-cell-1">\n<p class="state">cell 2, line 1 · failed · 1\.00 s <strong>TypeError/,
    );
    expect(page).toMatch(/id="run-1-cell-cell-2">\n<p class="state">cell 3 · not run<\/p>/);
  });

  it("has a time bar for each cell that ran, beside the kernel's", () => {
    const section = page.slice(page.indexOf('id="run-1"'), page.indexOf('id="run-2"'));
    expect(Array.from(section.matchAll(/style="width:([\d.]+)%"/g), ([, width]) => width)).toEqual([
      "25.0",
      "100.0",
      "50.0",
    ]);
    expect(section).toMatch(/<li class="bad"><span class="name"><a href="#run-1-cell-cell-1">cell 2 \(Step\)<\/a>/);
  });

  it("shows differences, also as a picture", async () => {
    const output = { type: "image/png", picture: Uint8Array.from([1, 2, 3]), more: 2, hint: "Only dates differ" };
    const differences = [differing(1, output)];
    const html = await reportPage({
      notebooks: [
        notebookResult({ status: "different", comparison: comparison({ differences }), notebook: notebook([]) }),
      ],
    });
    expect(html).toMatch(
      /<caption>image\/png<\/caption>[^]*<td>line 1<\/td><td class="expected"><pre>1<\/pre><\/td><td class="actual"><pre>2/,
    );
    expect(html).toContain("… 2 more changes");
    expect(html).toContain("Only dates differ.");
    expect(html).toContain('src="data:image/png;base64,AQID"');
  });

  it("shows no place for the cells of a notebook that has none", async () => {
    const html = await reportPage({ notebooks: [notebookResult({ label: "empty.ipynb", notebook: notebook() })] });
    expect(html).toContain("<h2>empty.ipynb</h2>");
    expect(html).not.toContain('class="whole"');
  });

  it("reports a notebook that could not be read, or has no stored outputs", async () => {
    const unread = notebookResult({
      status: "failed",
      error: new NoKernelError("x.ipynb"),
      cells: [],
      notebook: undefined,
    });
    const none = comparison({ hasStored: false, differences: [differing(1)] });
    const html = await reportPage({ notebooks: [unread, notebookResult({ status: "different", comparison: none })] });
    expect(html).toMatch(/<pre class="problem" tabindex="0">Running x\.ipynb: its metadata has no kernelspec/);
    expect(html).toMatch(/<pre class="problem" tabindex="0">a\.ipynb has no stored outputs/);
  });

  it("runs no script of an untrusted notebook", async () => {
    const hostile = '<script>alert(1)</script><img src=x onerror="alert(2)">';
    const outputs: Output[] = [
      { output_type: "display_data", data: { "text/html": hostile }, metadata: {} },
      stream(hostile),
    ];
    const cells = [cellResult({ heading: hostile, id: "cell-0", error, status: "failed" })];
    const html = await reportPage({
      notebooks: [
        notebookResult({
          label: hostile,
          notices: [hostile],
          status: "failed",
          error,
          cells,
          notebook: notebook(outputs),
        }),
      ],
    });
    expect(html).toContain('http-equiv="Content-Security-Policy"');
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).not.toMatch(/<[^>]*\sonerror=/);
  });
});
