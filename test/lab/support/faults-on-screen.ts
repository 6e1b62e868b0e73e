import type { Page } from "playwright-core";
import { contrast } from "./contrast.ts";
import { coloursOf, seenInCell } from "./in-page.ts";
import { expectedOnScreen, type LabNotebook } from "./notebook-outputs.ts";

/** Fewer would be an empty chart: its axes and labels are grey. */
const COLOURED_PIXELS = 300;

/** The contrast that WCAG 2.2 asks for at level AA. */
const READABLE = 4.5;

/** JupyterLab draws the cells of a notebook one after the other. */
export const DRAWING = { timeout: 180_000 };

/** What is wrong with the charts and tables of an open notebook: missing, empty, or hard to read. */
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
