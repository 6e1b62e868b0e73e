import { inspect } from "node:util";
import type { LoggerInterface, Spec } from "vega";
import type { TopLevelSpec } from "vega-lite";
import type { JsonObject } from "../../jupyter/json.ts";
import { ChartError } from "../errors/chart-error.ts";
import { hasMark, marksOf, chartTitle, VEGA_SCHEMA } from "../spec/vega-lite-spec.ts";
import { FONT_FAMILY, textWidth } from "./font.ts";
import { loadVega, loadVegaLite } from "./load-vega.ts";

/** Vega's default, in pixels. */
const DEFAULT_FONT_SIZE = 11;
/** The lightest font weight that is drawn in bold. */
const BOLD_FROM = 600;

const MARKS: readonly string[] =
  "arc area bar boxplot circle errorband errorbar geoshape image line point rect rule square text tick trail".split(
    " ",
  );

export type Compiled = { vega: Spec; warnings: string[] };

/** Vega that measures text in the bundled font: without a canvas, it guesses widths and cuts labels. */
export function measuringVega(): typeof import("vega") {
  const vega = loadVega();
  const metrics: unknown = Reflect.get(vega, "textMetrics");
  if (typeof metrics !== "object" || metrics === null) {
    throw new Error("This version of Vega has no text metrics to set");
  }
  Reflect.set(metrics, "width", measure);
  return vega;
}

/** True for a Vega spec, which needs no compiling. */
export function isVegaSpec(spec: JsonObject): spec is JsonObject & Spec {
  return spec["$schema"] === VEGA_SCHEMA;
}

/** @throws {ChartError} when Vega-Lite cannot make a chart of the spec. */
export function compileChart(spec: JsonObject): Compiled {
  if (!isTopLevelSpec(spec)) {
    throw new ChartError(
      chartTitle(spec),
      "it has no mark",
      "Give it a mark, or a layer or concat of views that have one",
    );
  }
  const vegaLite = loadVegaLite();
  const log = listeningLogger();
  try {
    // ARIA attributes on each mark double an SVG's size; the picture's title and description replace them.
    const { spec: vega } = vegaLite.compile(spec, { logger: log.logger, config: { font: FONT_FAMILY, aria: false } });
    return { vega, warnings: log.warnings };
  } catch (cause) {
    const unknown = marksOf(spec).find((mark) => !MARKS.includes(mark));
    throw new ChartError(
      chartTitle(spec),
      unknown === undefined ? cause : `"${unknown}" is not one of the marks ${MARKS.join(", ")}`,
      "Check the marks, encodings and transforms against Vega-Lite's documentation",
    );
  }
}

/** A logger that prints nothing and collects warnings and errors, the errors as they were thrown. */
export function listeningLogger(): { logger: LoggerInterface; warnings: string[]; errors: unknown[] } {
  const warnings: string[] = [];
  const errors: unknown[] = [];
  let level = 2;
  function setLevel(): number;
  function setLevel(value: number): LoggerInterface;
  function setLevel(value?: number): number | LoggerInterface {
    level = value ?? level;
    return value === undefined ? level : logger;
  }
  const logger: LoggerInterface = {
    level: setLevel,
    error: (...parts: readonly unknown[]) => {
      errors.push(parts.length === 1 ? parts[0] : parts.map(String).join(" "));
      return logger;
    },
    warn: (...parts: readonly unknown[]) => {
      warnings.push(parts.map(String).join(" "));
      return logger;
    },
    info: () => logger,
    debug: () => logger,
  };
  return { logger, warnings, errors };
}

type TextItem = { fontSize?: unknown; fontWeight?: unknown; limit?: unknown };

function measure(item: TextItem, text: unknown): number {
  const size = typeof item.fontSize === "number" ? item.fontSize : DEFAULT_FONT_SIZE;
  const width = textWidth(textOf(text).trim(), { size, bold: isBold(item.fontWeight) });
  return typeof item.limit === "number" && item.limit > 0 ? Math.min(width, item.limit) : width;
}

function textOf(text: unknown): string {
  return typeof text === "string" ? text : text === null || text === undefined ? "" : inspect(text);
}

function isBold(weight: unknown): boolean {
  return weight === "bold" || weight === "bolder" || Number(weight) >= BOLD_FROM;
}

function isTopLevelSpec(spec: object): spec is TopLevelSpec {
  return hasMark(spec);
}
