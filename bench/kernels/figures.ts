import { digits, median } from "../measure.ts";

/** The results of each system's rounds, by its name. */
export type Figures = Readonly<Record<string, readonly number[]>>;

/** One of the targets of the kernel, and whether it is met. */
export type Bar = {
  readonly measure: string;
  readonly ours: string;
  readonly other: string;
  readonly ratio: string;
  readonly bar: string;
  readonly met: boolean;
};

/** A target relative to another system: our median divided by its median. */
export function ratioBar(measure: string, ours: string, other: string, figures: Figures, most: number): Bar[] {
  const [mine, theirs] = [figures[ours] ?? [], figures[other] ?? []];
  if (mine.length === 0 || theirs.length === 0) return [];
  const ratio = median(mine) / median(theirs);
  return [
    {
      measure,
      ours: `${ours}: ${spread(mine)}`,
      other: `${other}: ${spread(theirs)}`,
      ratio: ratio.toFixed(2),
      bar: `at most ${most.toFixed(2)}`,
      met: ratio <= most,
    },
  ];
}

/** The middle figure, with the least and the greatest. */
export function spread(figures: readonly number[]): string {
  return `${digits(median(figures))} (${digits(Math.min(...figures))} to ${digits(Math.max(...figures))})`;
}

/** The figure that so many of a hundred do not exceed. */
export function percentile(figures: readonly number[], hundredths: number): number {
  const sorted = figures.toSorted((one, other) => one - other);
  return sorted[Math.ceil((sorted.length * hundredths) / 100) - 1] ?? Number.NaN;
}

/** Adds the figures of a round to those of the rounds before. */
export function collect(into: Record<string, number[]>, name: string, figure: number): void {
  (into[name] ??= []).push(figure);
}
