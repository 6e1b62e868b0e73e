import type { Page } from "playwright-core";
import { contrast } from "./contrast.ts";
import { coloursOf, seenInCell } from "./in-page.ts";
import { expectedOnScreen, type LabNotebook } from "./notebook-outputs.ts";

/** A chart with fewer is empty: axes and labels are grey. */
const COLOURED_PIXELS = 300;

/** The minimum contrast of text in WCAG 2.2 at level AA. */
const READABLE = 4.5;

/** The time for drawing a whole notebook: JupyterLab draws its cells one after the other. */
export const DRAWING = { timeout: 180_000 };

/** The charts and tables of an open notebook that are missing, empty or hard to read; empty when all is well. */
export async function faultsOnScreen(page: Page, notebook: LabNotebook): Promise<unknown[]> {
  const expected = expectedOnScreen(notebook);
  const charts = expected.reduce((sum, cell) => sum + cell.charts, 0);
  await page
    .locator(".jp-OutputArea-output .vega-embed :is(canvas, svg.marks)")
    .nth(charts - 1)
    .waitFor();
  const seen = await Promise.all(
    expected.map(async (wanted) => ({ wanted, ...(await page.evaluate(seenInCell, wanted.index)) })),
  );
  const words = await page.evaluate(coloursOf, ".jp-OutputArea-output table :is(th, td, caption)");
  return [
    ...seen.filter((cell) => cell.charts.length !== cell.wanted.charts || cell.tables.length !== cell.wanted.tables),
    ...seen.filter((cell) => cell.charts.some((coloured) => coloured < COLOURED_PIXELS)),
    ...seen.filter((cell) => cell.tables.some(({ rows, width }) => rows === 0 || width === 0)),
    ...words.filter(({ text, behind }) => contrast(text, behind) < READABLE),
  ];
}
