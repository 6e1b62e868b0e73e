import { createHash } from "node:crypto";
import type { Spec } from "vega";
import type { JsonObject } from "../../jupyter/json.ts";
import { ChartDataError } from "../errors/chart-data-error.ts";
import { ChartError } from "../errors/chart-error.ts";
import { alternativeText } from "../spec/chart-sentence.ts";
import { specJson, chartTitle } from "../spec/vega-lite-spec.ts";
import { escapeMarkup } from "../escape.ts";
import { listeningLoader } from "./data-loader.ts";
import { compileChart, isVegaSpec, listeningLogger, measuringVega } from "./compile-chart.ts";
import { checkKeys, checkSize, readableWarnings } from "./vega-limits.ts";

/** A drawn chart, its size in CSS pixels, and the warnings of Vega and Vega-Lite. */
export type Drawing = {
  svg: string;
  width: number;
  height: number;
  warnings: string[];
  /** Present when the chart's width can be changed; `hasSignals` is true when its Vega spec has signals. */
  fits?: { hasSignals: boolean };
};

let last: { key: string; drawing: Promise<Drawing> } | undefined;

/**
 * Draws a chart as SVG: always the same string for the same chart, whatever was drawn before. It includes a title and a
 * description for screen readers.
 *
 * @throws {ChartError} when the chart cannot be drawn.
 *
 * @example
 * const svg = await toSvg({ data: { values: [{ x: 1 }, { x: 2 }] }, mark: "point", encoding: { x: { field: "x" } } });
 */
export async function toSvg(chart: object): Promise<string> {
  return (await drawChart(specJson(chart))).svg;
}

/**
 * The warnings of Vega-Lite and Vega while they draw a chart: for example, about a channel that a mark cannot use, or a
 * field without values. Empty when the chart is drawn as its spec says.
 *
 * @throws {ChartError} when the chart cannot be drawn at all.
 *
 * @example
 * const warnings = await chartWarnings({ data: { values: [] }, mark: "bar", encoding: { colour: { field: "x" } } });
 */
export async function chartWarnings(chart: object): Promise<string[]> {
  return (await drawChart(specJson(chart))).warnings;
}

/**
 * Draws a chart. The last drawing is kept, because a notebook shows a chart and then saves it, unless data was loaded
 * for it, which may have changed by the next time.
 *
 * @throws {ChartDataError} when the chart's data cannot be loaded.
 * @throws {ChartError} when the chart cannot be drawn.
 */
export async function drawChart(spec: JsonObject): Promise<Drawing> {
  const key = JSON.stringify(spec);
  if (last?.key === key) return last.drawing;
  let isKept = true;
  const forget = (): void => {
    isKept = false;
    if (last?.key === key) last = undefined;
  };
  // Vega modifies the rows that it is given, so it gets a copy.
  const drawing = draw(JSON.parse(key), key, forget);
  if (isKept) last = { key, drawing };
  return drawing;
}

async function draw(spec: JsonObject, key: string, onLoad: () => void): Promise<Drawing> {
  const { vega: compiled, warnings } = isVegaSpec(spec) ? { vega: spec, warnings: [] } : compileChart(spec);
  const vega = measuringVega();
  const log = listeningLogger();
  const { loader, unloaded } = listeningLoader(vega.loader(), onLoad);
  checkKeys(key, chartTitle(spec));
  checkSize(compiled, chartTitle(spec));
  let svg = "";
  try {
    const view = new vega.View(vega.parse(compiled), { renderer: "none", logger: log.logger, loader });
    svg = await view.toSVG();
    view.finalize();
  } catch (cause) {
    log.errors.push(cause);
  }
  // Any other error may only be a result of the missing data.
  const [missing] = unloaded;
  if (missing !== undefined) {
    throw new ChartDataError(chartTitle(spec), missing.url, missing.cause);
  }
  if (log.errors.length > 0) {
    throw new ChartError(chartTitle(spec), log.errors[0], "Check the chart's data, fields, transforms and expressions");
  }
  const drawn = readableWarnings(log.warnings, spec);
  const fits = canFit(spec, compiled) ? { fits: { hasSignals: compiled.signals !== undefined } } : {};
  return { ...describe(stableIds(svg, key), spec), ...fits, warnings: [...warnings, ...drawn] };
}

/** True for a Vega-Lite chart of one frame whose width is a number. */
function canFit(spec: JsonObject, { width, layout }: Spec): boolean {
  return !isVegaSpec(spec) && spec["autosize"] === undefined && typeof width === "number" && layout === undefined;
}

function describe(svg: string, spec: JsonObject): Omit<Drawing, "warnings" | "fits"> {
  const size = /^<svg[^>]* width="([\d.]+)" height="([\d.]+)"/.exec(svg);
  const title = chartTitle(spec) || "Chart";
  const about = alternativeText(spec);
  const opening = svg.indexOf(">") + 1;
  const words = `<title>${escapeMarkup(title)}</title><desc>${escapeMarkup(about)}</desc>`;
  return {
    svg: `<svg role="img"${svg.slice("<svg".length, opening)}${words}${svg.slice(opening)}`,
    width: Number(size?.[1]),
    height: Number(size?.[2]),
  };
}

/**
 * Renames the ids of clip paths and gradients, which Vega numbers by counters of the whole process. Here each chart's
 * ids count from 0 and begin with its hash, so that several charts can be in one page.
 */
function stableIds(svg: string, key: string): string {
  const hash = createHash("sha256").update(key).digest("hex").slice(0, 8);
  const names = new Map<string, string>();
  function rename(old: string): string {
    const known = names.get(old) ?? `c${hash}-${names.size}`;
    names.set(old, known);
    return known;
  }
  return svg.replaceAll(/<[^>]+>/g, (tag) =>
    tag
      .replaceAll(/="url\(#([\w-]+)\)"/g, (_all, id: string) => `="url(#${rename(id)})"`)
      .replaceAll(
        / (id|href|xlink:href)="(#?)((?:p_)?(?:clip|gradient_)\d+)"/g,
        (_all, name: string, mark: string, id: string) => {
          return ` ${name}="${mark}${rename(id)}"`;
        },
      ),
  );
}
