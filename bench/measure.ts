import { readFileSync } from "node:fs";

/**
 * This process's peak memory in MiB. On Linux a process's `maxRSS` includes the memory of the process that started it,
 * so there the value comes from `/proc/self/status`.
 */
export function peakMiB(): number {
  if (process.platform !== "linux") return process.resourceUsage().maxRSS / 1024;
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1]) / 1024;
}

/** The environment without `NODE_EXTRA_CA_CERTS`: before Node 22, reading them takes longer than starting. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const { NODE_EXTRA_CA_CERTS: _, ...rest } = process.env;
  return rest;
}

/** The figure at a share of the sorted list: with 0.95, all but the highest twentieth are below it. NaN if empty. */
export function quantile(figures: readonly number[], share: number): number {
  const sorted = figures.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** The median of a list of figures. */
export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** The time that a piece of work takes, in milliseconds. */
export async function timed(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/**
 * Runs contestants in turn, A B A B, so that a machine whose speed drifts favours none.
 *
 * @returns the figures of each contestant, one for each round.
 */
export async function inTurn<Figure>(
  rounds: number,
  contestants: Readonly<Record<string, () => Promise<Figure>>>,
): Promise<Record<string, Figure[]>> {
  const figures: Record<string, Figure[]> = {};
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(contestants)) (figures[name] ??= []).push(await run());
  }
  return figures;
}

/** A Markdown table with columns aligned for reading as plain text. */
export function markdown(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, at) => Math.max(title.length, ...rows.map((row) => (row[at] ?? "").length)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  return [line(header), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

/** A figure with one decimal, or without decimals from 100 on. */
export function digits(figure: number): string {
  return figure.toFixed(figure >= 100 ? 0 : 1);
}
