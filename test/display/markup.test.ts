import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { display } from "../../src/display/display.ts";
import { DisplayError } from "../../src/display/errors/display-error.ts";
import { json } from "../../src/display/json.ts";
import { html, javascript, latex, md, svg } from "../../src/display/markup.ts";
import { bundle } from "../../src/display/bundle.ts";

describe("tagged markup", () => {
  it("escapes inserted values, but not markup", () => {
    const items = ["a < b", "\"q\" & 'r'"].map((item) => html`<li title="${item}">${item}</li>`);
    expect(String(html`<ul>${items}</ul>`)).toBe(
      '<ul><li title="a &lt; b">a &lt; b</li><li title="&quot;q&quot; &amp; &#39;r&#39;">&quot;q&quot; &amp; &#39;r&#39;</li></ul>',
    );
    expect(svg`<text>${"<"}</text>`.text).toBe("<text>&lt;</text>");
    expect(md`**${"a < b"}** ${1}`.text).toBe("**a < b** 1");
    expect(md`$\frac{1}{2}$ \underline{x} \`code\` \${1}`.text).toBe("$\\frac{1}{2}$ \\underline{x} `code` ${1}");
    expect(md`$$a\\$$ \\\``.text).toBe("$$a\\\\$$ \\\\`");
    expect(html`\u00e9 \underline ${"<"}`.text).toBe("\\u00e9 \\underline &lt;");
  });

  it("takes a plain string as markup", () => {
    expect(html("<b>x</b>").text).toBe("<b>x</b>");
    expect(html``.text).toBe("");
  });

  it("shows itself under its type, and as text in a console", async () => {
    expect(await bundle(html("<b>1</b>"))).toEqual({
      data: { "text/html": "<b>1</b>", "text/plain": "<b>1</b>" },
      metadata: {},
    });
    expect((await bundle(svg("<svg/>"))).data).toEqual({ "image/svg+xml": "<svg/>", "text/plain": "<svg/>" });
    expect((await bundle(md("*m*"))).data).toEqual({ "text/markdown": "*m*", "text/plain": "*m*" });
    expect(inspect(html("<b>1</b>"))).toBe("<b>1</b>");
  });
});

describe("formulas", () => {
  it.each<[string, string, string]>([
    ["a template", latex`\frac{1}{${2}}`.text, "\\frac{1}{2}"],
    ["a formula as text", latex("x^2").text, "x^2"],
  ])("keep their text: %s", (_what, text, expected) => {
    expect(text).toBe(expected);
  });

  it.each<[string, string]>([
    ["x^2", "$$x^2$$"],
    ["$x^2$", "$x^2$"],
    ["\\(x\\)", "\\(x\\)"],
    ["\\begin{align}x\\end{align}", "\\begin{align}x\\end{align}"],
    ["a cost of \\$5 and $x$", "a cost of \\$5 and $x$"],
  ])("are put between dollar signs: %s", async (text, expected) => {
    expect((await bundle(latex(text))).data).toEqual({ "text/latex": expected, "text/plain": text });
  });
});

describe("scripts", () => {
  it("interpolate values as literals, and scripts unchanged", async () => {
    const inner = javascript`x.y = ${'a"b'}`;
    const script = javascript`const rows = ${[1, { a: null }]}; ${inner}; f(${undefined}, "\n")`;
    const text = 'const rows = [1,{"a":null}]; x.y = "a\\"b"; f(undefined, "\\n")';
    expect((await bundle(script)).data).toEqual({ "application/javascript": text, "text/plain": text });
  });
});

describe("json", () => {
  it("is a collapsed tree", async () => {
    expect(await bundle(json({ a: [1n, new Date(0)] }))).toEqual({
      data: {
        "application/json": { a: [1, "1970-01-01T00:00:00.000Z"] },
        "text/plain": "{ a: [ 1n, 1970-01-01T00:00:00.000Z ] }",
      },
      metadata: { "application/json": { expanded: false } },
    });
    expect((await bundle(json(null, { expanded: true }))).metadata).toEqual({ "application/json": { expanded: true } });
  });

  it("refuses values that JSON cannot carry", () => {
    const circle: { self?: object } = {};
    circle.self = circle;
    expect(() => json(circle)).toThrow(/circular/);
    let deep: object = {};
    for (let depth = 0; depth < 1000; depth++) deep = { deep };
    expect(() => json(deep)).toThrow(/nested more than 500 levels deep/);
  });
});

describe("display.raw", () => {
  it.each<[string, object]>([
    ["no MIME type", { html: "<b>" }],
    ["no content", { "text/html": 5 }],
    ["a list", ["text/html"]],
    ["nothing in data", { data: "text" }],
  ])("refuses %s", (_what, given) => {
    expect(() => void display.raw(given)).toThrow(DisplayError);
  });
});
