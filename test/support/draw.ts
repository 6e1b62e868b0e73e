import * as vega from "vega";
import { compile } from "vega-lite";
import { listeningLogger } from "../../src/display/picture/compile-chart.ts";

/** One thing that was drawn: a point, a line's corner, a bar, a legend's symbol. */
type Item = { datum: Record<string, unknown>; [channel: string]: unknown };

/** A chart after compiling and running: warnings and errors, the items and names of its marks, and its texts. */
export type Drawn = { warnings: string[]; items: (mark: string) => Item[]; marks: string[]; texts: string[] };

/**
 * Compiles a chart with Vega-Lite and runs it with Vega, without drawing a picture. `selected` is the value that a
 * click on the legend would put into the store of a selection.
 */
export async function draw(
  chart: Parameters<typeof compile>[0],
  selected?: { selection: string; field: string; value: string },
): Promise<Drawn> {
  const log = listeningLogger();
  const compiled = compile(chart, { logger: log.logger }).spec;
  const view = new vega.View(vega.parse(compiled), { renderer: "none", logger: log.logger });
  await view.runAsync();
  if (selected !== undefined) {
    const { selection, field, value } = selected;
    view.data(`${selection}_store`, [{ unit: "", fields: [{ type: "E", field }], values: [value] }]);
    await view.runAsync();
  }
  const found = new Map<string, Item[]>();
  const texts: string[] = [];
  walk(Reflect.get(view.scenegraph(), "root"), (mark, item) => {
    const name: unknown = Reflect.get(mark, "name");
    if (typeof name === "string") found.set(name, [...(found.get(name) ?? []), item]);
    if (Reflect.get(mark, "marktype") === "text") texts.push(String(item["text"]));
  });
  view.finalize();
  return {
    warnings: [...log.warnings, ...log.errors.map(String)],
    items: (mark) => found.get(mark) ?? [],
    marks: [...found.keys()],
    texts,
  };
}

function walk(mark: unknown, visit: (mark: object, item: Item) => void): void {
  if (typeof mark !== "object" || mark === null) return;
  const items: unknown = Reflect.get(mark, "items");
  if (!Array.isArray(items)) return;
  for (const item of items) {
    if (isItem(item)) visit(mark, item);
    const inside: unknown = typeof item === "object" && item !== null ? Reflect.get(item, "items") : undefined;
    if (Array.isArray(inside)) for (const child of inside) walk(child, visit);
  }
}

function isItem(value: unknown): value is Item {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
