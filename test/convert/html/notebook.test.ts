import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { notebookHtml } from "../../../src/convert/html/notebook.ts";
import { notebookPage } from "../../../src/convert/html/page.ts";
import type { JsonObject } from "../../../src/jupyter/json.ts";
import { parseNotebook } from "../../../src/notebook/file/read.ts";
import type { Notebook } from "../../../src/notebook/types.ts";
import { bars } from "../../support/charts.ts";
import { type CellSource, notebookText } from "../../support/notebooks.ts";

const PNG = "iVBORw0KGgo=";

function notebook(...cells: CellSource[]): Notebook {
  return parseNotebook(notebookText(cells, "tsnb"), "a.ipynb");
}

function code(source: string, outputs: readonly object[], metadata: JsonObject = {}): CellSource {
  return { cell_type: "code", source, outputs, execution_count: 7, metadata };
}

function shown(data: object, metadata: object = {}): string {
  const outputs = [{ output_type: "display_data", data, metadata }];
  const html = notebookHtml(notebook(code("x", outputs)));
  return /<div class="output display">(.*)<\/div>\n<\/div>/s.exec(html)?.[1] ?? html;
}

describe("a notebook as HTML", () => {
  test("has its cells in order, with counts, coloured code and streams", () => {
    const html = notebookHtml(
      notebook(
        { cell_type: "markdown", source: "# Title" },
        code("const a = 1", [
          { output_type: "stream", name: "stdout", text: "<out>" },
          { output_type: "stream", name: "stderr", text: "err" },
        ]),
        { cell_type: "raw", source: "a < b" },
      ),
    );
    const [title, cell, raw] = html.split("<section ").slice(1);
    expect(title).toMatch(/^class="cell markdown-cell" id="cell-cell-0">\n.*<h1 id="Title">Title<\/h1>/);
    expect(cell).toContain('<span class="count" aria-hidden="true">7</span>');
    expect(cell).toContain('<span class="hljs-keyword">const</span>');
    expect(cell).toContain('<div class="output stdout"><pre tabindex="0">&lt;out&gt;</pre></div>');
    expect(cell).toContain('<div class="output stderr"><pre tabindex="0">err</pre></div>');
    expect(raw).toContain("a &lt; b");
  });

  test("shows the richest format that is not empty", () => {
    expect(shown({ "text/html": "<b>a</b>", "text/plain": "a" })).toBe('<div class="html"><b>a</b></div>');
    expect(shown({ "text/html": "<script>draw()</script><div></div>", "text/plain": "a figure" })).toBe(
      '<pre tabindex="0">a figure</pre>',
    );
    expect(shown({ "text/html": "<script>draw()</script>", "image/png": PNG })).toBe(
      `<img src="data:image/png;base64,${PNG}" alt="Picture">`,
    );
    expect(shown({ "text/markdown": "*a*", "text/plain": "a" })).toContain("<em>a</em>");
    expect(shown({ "text/latex": "$x$", "text/plain": "x" })).toContain("<math");
    expect(shown({ "application/json": { a: null } })).toContain('<span class="hljs-attr">&quot;a&quot;</span>');
    expect(shown({ "application/x-odd": "?" })).toBe(
      '<p class="note">This output cannot be shown here: application/x-odd.</p>',
    );
  });

  test("gives pictures their size and alternative text, SVG included", () => {
    expect(shown({ "image/png": PNG, "text/plain": 'a "b"' }, { "image/png": { width: 40, height: 30 } })).toBe(
      `<img src="data:image/png;base64,${PNG}" alt="a &quot;b&quot;" width="40" height="30">`,
    );
    expect(shown({ "image/svg+xml": "<svg/>" })).toContain(
      `src="data:image/svg+xml;base64,${Buffer.from("<svg/>").toString("base64")}"`,
    );
    expect(shown({ "image/png": '"><script>' })).toBe('<img src="data:image/png;base64,script" alt="Picture">');
  });

  test("replaces a chart's picture by the live chart, whatever its Vega-Lite version", () => {
    const html = shown({ "application/vnd.vegalite.v4+json": bars, "image/png": PNG, "text/plain": "bars" });
    expect(html).toMatch(
      /<div class="chart" role="figure"[^>]*><img src="data:image\/png;base64,[^>]*alt="bars"><\/div>/,
    );
    const spec: unknown = JSON.parse(/<script type="application\/json" data-ast>(.*)<\/script>/.exec(html)?.[1] ?? "");
    expect(spec).toEqual({ ...bars, $schema: "https://vega.github.io/schema/vega-lite/v6.json" });
  });

  test("keeps only the locales of a spec's embed options", () => {
    const formatLocale = { decimal: ",", thousands: ".", grouping: [3], currency: ["", "€"] };
    const usermeta = {
      embedOptions: { formatLocale, sourceHeader: "<script>x()</script>", patch: "https://a.example" },
    };
    const html = shown({ "application/vnd.vegalite.v5+json": { ...bars, usermeta } });
    expect(html).toContain('"usermeta":{"embedOptions":{"formatLocale":{"decimal":","');
    expect(html).not.toMatch(/sourceHeader|patch/);
  });

  test("shows an error's traceback in its colours", () => {
    const error = {
      output_type: "error",
      ename: "E",
      evalue: "bad",
      traceback: ["\u001B[31mE\u001B[0m: bad", " at 1"],
    };
    expect(notebookHtml(notebook(code("x", [error])))).toContain('<span class="ansi-red-fg">E</span>: bad\n at 1');
    const bare = { ...error, traceback: [] };
    expect(notebookHtml(notebook(code("x", [bare])))).toContain("E: bad");
  });

  test("folds and removes cells by tags and JupyterLab's metadata", () => {
    const output = [{ output_type: "stream", name: "stdout", text: "out" }];
    const of = (metadata: JsonObject): string => notebookHtml(notebook(code("source", output, metadata)));
    expect(of({ tags: ["remove-cell"] })).not.toContain("<section");
    expect(of({ tags: ["remove-input"] })).not.toContain("source");
    expect(of({ tags: ["remove_output"] })).not.toContain(">out<");
    expect(of({ tags: ["hide-input"] })).toMatch(/<summary>Code<\/summary>\n<div class="source">/);
    expect(of({ jupyter: { outputs_hidden: true } })).toMatch(/<summary>Output<\/summary>\n<div class="outputs">/);
    expect(of({})).not.toContain("<details>");
  });

  test("wraps each cell as the caller says", () => {
    const html = notebookHtml(notebook("a", "b"), {
      idPrefix: "n2-",
      frame: (cell, index) => ({ className: "failed", before: `<p>${cell.id}</p>`, after: `<i>${index}</i>` }),
    });
    expect(html).toMatch(
      /<section class="cell code-cell failed" id="n2-cell-cell-1">\n<p>cell-1<\/p>\n.*\n<i>1<\/i>\n<\/section>/,
    );
  });
});

describe("a notebook's page", () => {
  const chart = code("chart", [
    { output_type: "display_data", data: { "application/vnd.vegalite.v5+json": bars }, metadata: {} },
  ]);

  test("is named by its metadata, its heading, or else its file", () => {
    const heading = { cell_type: "markdown", source: "# From a <heading>" };
    expect(notebookPage(notebook(heading), "a.ipynb")).toContain("<title>From a &lt;heading&gt;</title>");
    expect(notebookPage(notebook("x"), "a.ipynb")).toContain("<title>a.ipynb</title>");
    const titled = { ...notebook(heading), metadata: { title: "Named" } };
    expect(notebookPage(titled, "a.ipynb")).toContain("<title>Named</title>");
  });

  test("allows exactly its own scripts, and has no script without a chart", () => {
    const html = notebookPage(notebook(chart), "a");
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "";
    const scripts = [...html.matchAll(/<script>(.*?)<\/script>/gs)].map(([, text = ""]) => text);
    const hashes = scripts.map((text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`);
    expect(policy).toContain(`script-src 'unsafe-eval' ${hashes.join(" ")};`);
    expect(scripts).toHaveLength(4);
    const plain = notebookPage(notebook("x"), "a");
    expect(plain).not.toContain("<script");
    expect(plain.length).toBeLessThan(20_000);
  });

  test("is the same each time", () => {
    expect(notebookPage(notebook(chart), "a")).toBe(notebookPage(notebook(chart), "a"));
  });
});
