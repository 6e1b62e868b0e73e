import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { html, md, svg } from "../../src/display/markup.ts";
import { bundle } from "../../src/display/bundle.ts";

describe("tagged markup", () => {
  it("escapes what is inserted, but not markup", () => {
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

  it("takes a plain text as it is", () => {
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
