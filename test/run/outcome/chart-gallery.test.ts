import { expect, it } from "vitest";
import type { Cell, MimeBundle, Notebook } from "../../../src/notebook/types.ts";
import { galleryOf } from "../../../src/run/outcome/chart-gallery.ts";

const spec = (title: string) => ({
  title,
  data: { values: [{ a: 1 }] },
  mark: "point",
  encoding: { x: { field: "a" } },
});

function notebook(...cells: Cell[]): Notebook {
  return { nbformat: 4, nbformat_minor: 5, metadata: {}, cells };
}

function markdown(source: string): Cell {
  return { cell_type: "markdown", id: "m", metadata: {}, source };
}

function showing(...bundles: MimeBundle[]): Cell {
  const outputs = bundles.map((data) => ({ output_type: "display_data" as const, data, metadata: {} }));
  return { cell_type: "code", id: "c", metadata: {}, source: "", execution_count: 1, outputs };
}

it("contains every chart in order, each notebook under its first heading or its name", () => {
  const v5 = "application/vnd.vegalite.v5+json";
  const page = galleryOf([
    {
      name: "one.ipynb",
      notebook: notebook(
        markdown("text\n\n# The first #"),
        showing({ [v5]: spec("A") }, { "image/png": "x" }, { [v5]: spec("B") }),
      ),
    },
    { name: "two.ipynb", notebook: notebook(showing({ "application/vnd.vegalite.v6+json": spec("C") })) },
  ]);
  const titles = [
    ...(page ?? "").slice(0, page?.indexOf("</main>")).matchAll(/<h2>(.*?)<\/h2>|"title":"([ABC])"/g),
  ].map(([, heading, chart]) => heading ?? chart);
  expect(titles).toEqual(["The first", "A", "B", "two.ipynb", "C"]);
});

it("is absent when there is no chart", () => {
  expect(
    galleryOf([{ name: "x", notebook: notebook(markdown("# T"), showing({ "text/plain": "x" })) }]),
  ).toBeUndefined();
});
