import { readFileSync } from "node:fs";

/**
 * The most memory that this process has held, in MiB. Linux counts to a process's `maxRSS` what the
 * process that started it held before, so there it is read from the kernel's own account.
 */
export function peakMiB(): number {
  if (process.platform !== "linux") return process.resourceUsage().maxRSS / 1024;
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1]) / 1024;
}

/** The environment without `NODE_EXTRA_CA_CERTS`: Node before 22 reads these at every start, which takes longer than starting. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const { NODE_EXTRA_CA_CERTS: _, ...rest } = process.env;
  return rest;
}

/** The figure below which a share of a list lies: 0.95 for all but the highest twentieth. */
export function quantile(figures: readonly number[], share: number): number {
  const sorted = figures.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** The middle of a list of figures. */
export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** Milliseconds that a piece of work takes. */
export async function timed(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/**
 * Runs contestants in turn, A B A B, so that a machine whose speed drifts is unfair to none.
 *
 * @returns each one's figures, a list entry per round.
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

/** A Markdown table, its columns aligned for reading as text. */
export function markdown(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, at) => Math.max(title.length, ...rows.map((row) => (row[at] ?? "").length)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  return [line(header), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

/** A figure with one decimal, or whole from 100 on. */
export function digits(figure: number): string {
  return figure.toFixed(figure >= 100 ? 0 : 1);
}
