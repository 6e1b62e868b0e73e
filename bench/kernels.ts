import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Bar, type Figures, percentile, ratioBar, spread } from "./kernels/figures.ts";
import { benchGrowth, benchRest, withOwnNode } from "./kernels/memory.ts";
import { benchNotebook } from "./kernels/notebook.ts";
import { benchStart } from "./kernels/start.ts";
import { type Check, findSystems, type System } from "./kernels/systems.ts";
import { benchTrivial } from "./kernels/trivial.ts";
import { digits, markdown, median } from "./measure.ts";

const CELLS = 1000;
const TRIVIAL_ROUNDS = 90;
const COMPLETIONS = 12;
const MOST_MS = 50;
const MOST_GROWTH = 1.2;

/**
 * tsnb's kernel beside tslab, Deno and ipykernel, in turn and through the same client: start, cells, completion and
 * memory, with the targets.
 */
export async function benchKernels(scratch: string, rounds: number): Promise<string> {
  const systems = findSystems();
  const folder = join(fileURLToPath(import.meta.url), "..", "..", "..", "assets");
  const others = [systems.tslab, systems.deno, systems.ipykernel].filter((system) => system !== undefined);
  const ours = (check: Check) => systems.tsnb.map((tsnb) => tsnb(check));
  const tslab = systems.tslab?.name ?? "";
  const deno = systems.deno?.name ?? "";

  const start = await benchStart([...ours("on"), ...ours("off"), ...others], folder, rounds);
  const all = [...ours("off"), ...ours("on"), ...ours("block"), ...others];
  const trivial = await benchTrivial(all, folder, rounds * TRIVIAL_ROUNDS);
  const checkers = [...ours("block"), ...(systems.tslab ? [systems.tslab] : [])];
  const notebook = await benchNotebook(checkers, folder, 2 * rounds + 1, rounds * COMPLETIONS);
  const alone = (system: System, at: number) => withOwnNode(system, join(scratch, `${system.name}-${at}`));
  const isLinux = process.platform === "linux";
  const separate = await Promise.all(ours("off").map(alone));
  const rest = isLinux ? await benchRest([...separate, ...others], folder, rounds) : undefined;

  const bars: Bar[] = [];
  for (const { name } of ours("on")) {
    bars.push(
      ...ratioBar("ready, ms", name, deno, start.ready, 0.55),
      ...ratioBar("ready, ms", name, tslab, start.ready, 0.1),
    );
    bars.push(...ratioBar("first result, ms", name, deno, start.first, 0.7));
  }
  for (const { name } of ours("off")) bars.push(...ratioBar("trivial cell, ms", name, deno, trivial, 1));
  for (const { name } of [...ours("on"), ...ours("block")]) {
    bars.push(...ratioBar("trivial cell, ms", name, tslab, trivial, 0.6));
  }
  for (const { name } of ours("block")) {
    bars.push(...ratioBar("20 lines in a notebook of 200 cells, ms", name, tslab, notebook.checked, 0.5));
  }
  for (const { name } of ours("block")) {
    bars.push(percentileBar("completion there, ms", name, notebook.completion));
    bars.push(percentileBar("completion there while a cell computes, ms", name, notebook.completionBusy));
  }
  if (rest)
    for (const { name } of ours("off")) bars.push(...ratioBar("memory at rest, MB", name, deno, rest.proportional, 1));
  if (isLinux)
    for (const system of await Promise.all(ours("on").map(alone))) bars.push(await growthBar(system, folder));

  const tables = [
    barTable(bars),
    systemTable("ready, ms", start.ready, deno, tslab),
    systemTable("first result, ms", start.first, deno, tslab),
    systemTable("trivial cell, ms", trivial, deno, tslab),
    systemTable("20 lines in a notebook of 200 cells, ms", notebook.checked, "", tslab),
    systemTable("completion in that notebook, ms", notebook.completion, "", tslab),
    systemTable("completion while a cell computes, ms", notebook.completionBusy, "", ""),
    ...(rest ? [systemTable("memory at rest (PSS), MB", rest.proportional, deno, tslab)] : []),
    ...(rest ? [systemTable("memory at rest (RSS), MB", rest.resident, deno, tslab)] : []),
  ];
  const versions = [...ours("on"), ...others].map(({ version }) => version).join("; ");
  return [versions, ...systems.missing, ...tables].join("\n\n");
}

function percentileBar(measure: string, name: string, figures: Figures): Bar {
  const times = figures[name] ?? [];
  const high = percentile(times, 95);
  const ours = `${name}: ${spread(times)}, 95th percentile ${digits(high)}`;
  return { measure, ours, other: "", ratio: "", bar: `95th percentile at most ${MOST_MS}`, met: high <= MOST_MS };
}

async function growthBar(system: System, folder: string): Promise<Bar> {
  const { early, late } = await benchGrowth(system, folder, CELLS);
  return {
    measure: `memory after ${CELLS} more cells and completions, MB`,
    ours: `${system.name}: ${digits(late.rest)} at rest, ${digits(late.soon)} after 2 s`,
    other: `after the first 20: ${digits(early.rest)} at rest, ${digits(early.soon)} after 2 s`,
    ratio: `${(late.rest / early.rest).toFixed(2)} at rest, ${(late.soon / early.soon).toFixed(2)} after 2 s`,
    bar: `at rest at most ${MOST_GROWTH.toFixed(2)}`,
    met: late.rest / early.rest <= MOST_GROWTH,
  };
}

function barTable(bars: readonly Bar[]): string {
  const rows = bars.map(({ measure, ours, other, ratio, bar, met }) => [
    measure,
    ours,
    other,
    ratio,
    bar,
    met ? "yes" : "no",
  ]);
  return markdown(["target", "tsnb: median (min to max)", "compared with", "ratio", "target", "met"], rows);
}

function systemTable(measure: string, figures: Figures, deno: string, tslab: string): string {
  const to = (name: string, middle: number) =>
    figures[name] ? `${(middle / median(figures[name])).toFixed(2)} x` : "";
  const rows = Object.entries(figures).map(([name, times]) => {
    const middle = median(times);
    const edges = [Math.min(...times), middle, percentile(times, 95), Math.max(...times)].map(digits);
    return [name, ...edges, to(deno, middle), to(tslab, middle)];
  });
  return markdown([measure, "min", "median", "95 %", "max", "to Deno", "to tslab"], rows);
}
