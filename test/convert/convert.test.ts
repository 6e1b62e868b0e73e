import { assert, constantFrom, property } from "fast-check";
import { expect, test } from "vitest";
import { convert, FORMS } from "../../src/convert/convert.ts";
import { parseNotebook } from "../../src/notebook/file/read.ts";
import { fuzz } from "../support/fuzz.ts";
import { notebooks } from "../support/generated-notebooks.ts";

const RUNS = fuzz(200);

/** The scripts that run in a page; the JSON of chart specs is left out. */
function scriptsIn(html: string): readonly string[] {
  return html.match(/<script(?! type="application\/json")/g) ?? [];
}

test("every notebook converts to every format, the same each time", () => {
  assert(
    property(notebooks(), constantFrom(...FORMS), (notebook, to) => {
      const once = convert(notebook, { to, name: "a" });
      expect(once.text.length).toBeGreaterThan(0);
      expect(convert(notebook, { to, name: "a" })).toEqual(once);
      expect(scriptsIn(to === "html" ? once.text : "")).toEqual([]);
    }),
    RUNS,
  );
});

test("the text of a notebook file is the notebook", () => {
  assert(
    property(notebooks(), (notebook) => {
      const { text } = convert(notebook, { to: "ipynb", name: "a" });
      expect(parseNotebook(text, "a", { strict: true })).toEqual(notebook);
    }),
    RUNS,
  );
});
