import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { chartPage } from "../../../src/display/page/chart-page.ts";
import { inlineScript } from "../../../src/display/page/chart-scripts.ts";
import { bars } from "../../support/charts.ts";

const page = chartPage({
  title: "Charts & <more>",
  charts: [
    { title: "First", spec: bars, note: "Read <b>this</b>." },
    { title: "", spec: { ...bars, title: "</script><script>alert(1)</script><!--", background: "white" } },
  ],
});

/** The page without the code of its scripts, delimited as a browser's parser does. */
const markup = page.replaceAll(/(<script[^>]*>).*?<\/script>/gs, "$1");

describe("chartPage", () => {
  test("has a section for each chart, with its heading and note", () => {
    expect(markup.match(/<section /g)).toHaveLength(2);
    expect(markup).toContain("<title>Charts &amp; &lt;more&gt;</title>");
    expect(markup).toContain("<h1>Charts &amp; &lt;more&gt;</h1>");
    expect(markup).toContain("<h2>First</h2>\n<p>Read &lt;b&gt;this&lt;/b&gt;.</p>");
    expect(markup.match(/<h2>/g)).toHaveLength(1);
    expect(markup).toContain('aria-label="The count of each kind."');
  });

  test("contains each spec as JSON that cannot end its script element", () => {
    const specs = [...page.matchAll(/<script type="application\/json">(.*?)<\/script>/gs)].map(
      (match) => match[1] ?? "",
    );
    expect(specs.map((spec): unknown => JSON.parse(spec))).toEqual([
      { ...bars, $schema: "https://vega.github.io/schema/vega-lite/v6.json" },
      {
        ...bars,
        $schema: "https://vega.github.io/schema/vega-lite/v6.json",
        title: "</script><script>alert(1)</script><!--",
        background: "white",
      },
    ]);
    expect(page).not.toContain("<script>alert(1)");
  });

  test("contains the libraries once and fetches nothing", () => {
    const scripts = [...page.matchAll(/<script>(.*?)<\/script>/gs)].map((match) => match[1] ?? "");
    expect(scripts).toHaveLength(4);
    const [vega = "", lite = "", embed = ""] = scripts;
    expect([vega.length > 400_000, lite.length > 200_000, embed.length > 40_000]).toEqual([true, true, true]);
    expect(markup.match(/<script/g)).toHaveLength(6);
    expect(markup).not.toMatch(/\bsrc=|@import|url\(|https?:/);
    expect([...markup.matchAll(/href="([^"]*)"/g)].map((match) => match[1])).toEqual(["data:,"]);
    expect(page).not.toMatch(/sourceMappingURL/);
  });

  test("is the same each time, and small beside its libraries", () => {
    const one = { title: "One", charts: [{ title: "First", spec: bars }] };
    expect(chartPage(one)).toBe(chartPage(one));
    expect(chartPage(one).length).toBeLessThan(870_000);
  });
});

describe("inlineScript", () => {
  test("keeps strings, templates and patterns from ending the script element", () => {
    const code = 'const a = "</script>", b = `<!-- ${1}`, c = /<\\/SCRIPT>/, d = "<script>";';
    const safe = inlineScript(code);
    expect(safe).not.toMatch(/<\/script|<!--|<script/i);
    const values: unknown = runInNewContext(`${safe} JSON.stringify([a, b, c.test("</SCRIPT>"), d])`);
    expect(values).toBe(JSON.stringify(["</script>", "<!-- 1", true, "<script>"]));
  });
});
