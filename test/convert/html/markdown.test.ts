import { describe, expect, test } from "vitest";
import type { PageContext } from "../../../src/convert/html/context.ts";
import { markdownHtml } from "../../../src/convert/html/markdown.ts";

const context: PageContext = {
  idPrefix: "",
  language: "typescript",
  picture: (path) => (path === "plots/a b.png" ? "data:image/png;base64,AAAA" : undefined),
};

function html(source: string): string {
  return markdownHtml(source, context).trim();
}

describe("Markdown", () => {
  test("has tables, task lists and highlighted code", () => {
    expect(html("| a | b |\n|---|--:|\n| 1 | 2 |")).toContain('<td align="right">2</td>');
    expect(html("- [x] done")).toContain('<input checked disabled type="checkbox">');
    expect(html("```ts\nconst a = 1;\n```")).toContain('<span class="hljs-keyword">const</span>');
    expect(html("```unknown\na < b\n```")).toContain('<code class="language-unknown">a &#x3C; b');
  });

  test("gives headings JupyterLab's ids, and prefixes links to them", () => {
    const linked = "# The data, loaded\n\n[there](#The-data,-loaded)";
    expect(html(linked)).toContain('<h1 id="The-data,-loaded">');
    const prefixed = markdownHtml(linked, { ...context, idPrefix: "n1-" });
    expect(prefixed).toContain('<h1 id="n1-The-data,-loaded">');
    expect(prefixed).toContain('href="#n1-The-data,-loaded"');
  });

  test("shows attached pictures and those in the notebook's folder", () => {
    const attachments = { "p 1.png": { "image/png": "iVBO\nRw==" } };
    const attached = markdownHtml("![p](attachment:p%201.png)", context, attachments);
    expect(attached).toContain('src="data:image/png;base64,iVBORw=="');
    expect(html("![](plots/a%20b.png)")).toContain('src="data:image/png;base64,AAAA"');
    expect(html("![](missing.png)")).toContain('src="missing.png"');
    expect(html("![](attachment:none.png)")).toContain('src="data:,"');
  });
});

describe("formulas", () => {
  test.each([
    ["$x^2$", "<msup><mi>x</mi>"],
    ["so $a_1*b$ and $c*d_2$", "<msub><mi>a</mi>"],
    ["\\\\(y\\\\)", "<mi>y</mi>"],
    ["a $$z$$ b", 'display="block"'],
    ["$$\n- a\n= b\n$$", 'display="block"'],
    ["\\begin{align}\na &= b\n\\end{align}", "<mtable"],
    ["```math\nq\n```", 'display="block"'],
    ["| a |\n|---|\n| $m$ |", "<mi>m</mi>"],
  ])("are drawn as MathML: %j", (source, part) => {
    expect(html(source)).toContain("<math");
    expect(html(source)).toContain(part);
  });

  test.each(["from $5 to $6", "`$x$` stays", "costs $5, `$x$`", "\\$x\\$", "```\n$x$\n```", "a lone $ sign"])(
    "are not found in other text: %j",
    (source) => {
      expect(html(source)).not.toContain("<math");
    },
  );

  test("show their own errors, and end", () => {
    expect(html("$\\frac{a$")).toContain("ParseError");
    expect(html("$\\def\\a{\\a\\a}\\a$")).toContain("Too many expansions");
  });
});

describe("a stranger's Markdown", () => {
  test.each([
    ["<script>alert(1)</script>", ""],
    ["<img src=x onerror=alert(1)>", '<img src="x">'],
    ['<a href="javascript:alert(1)">a</a>', "<p><a>a</a></p>"],
    ["[a](javascript:alert(1))", "<p><a>a</a></p>"],
    ["[a](data:text/html,x)", "<p><a>a</a></p>"],
    ["a</div></main></section>b", "<p>ab</p>"],
    ['<iframe src="https://example.com"></iframe>', ""],
    ["<style>* { display: none }</style>", ""],
    ['<form action="https://example.com"><button>b</button></form>', "b"],
    ['<p class="status" name="body" onclick="x()">t</p>', "<p>t</p>"],
    ['<p style="color:red;position:fixed;background:url(https://example.com)">t</p>', '<p style="color:red">t</p>'],
  ])("runs nothing and stays inside its cell: %j", (source, expected) => {
    expect(html(source)).toEqual(expected);
  });

  test("links nowhere from a formula, and runs nothing in a drawing", () => {
    expect(html("$\\href{javascript:alert(1)}{x}$")).not.toContain("href=");
    expect(html("<svg><script>alert(1)</script></svg>")).toMatch(
      /^<p><img src="data:image\/svg\+xml;base64,[^"]+" alt=""><\/p>$/,
    );
  });

  test.each([
    ["quotes", `${">".repeat(20_000)} x`],
    ["lists", Array.from({ length: 1000 }, (_, depth) => `${"  ".repeat(depth)}- x`).join("\n")],
    ["elements", "<div>".repeat(20_000)],
    ["braces", `$${"{".repeat(5000)}${"}".repeat(5000)}$`],
  ])("is shown as source when it nests %s too deeply", (_what, source) => {
    expect(html(source)).toMatch(/^<pre tabindex="0">/);
  });
});
