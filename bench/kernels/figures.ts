import { digits, median } from "../measure.ts";

/** The results of all rounds, by the system's name. */
export type Figures = Readonly<Record<string, readonly number[]>>;

/** A target for the kernel, with the result. */
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

/** The median, with the minimum and maximum. */
export function spread(figures: readonly number[]): string {
  return `${digits(median(figures))} (${digits(Math.min(...figures))} to ${digits(Math.max(...figures))})`;
}

/** The smallest figure that at least `hundredths` percent of the figures do not exceed; NaN without figures. */
export function percentile(figures: readonly number[], hundredths: number): number {
  const sorted = figures.toSorted((one, other) => one - other);
  return sorted[Math.ceil((sorted.length * hundredths) / 100) - 1] ?? Number.NaN;
}

/** Adds a figure to those of earlier rounds. */
export function collect(into: Record<string, number[]>, name: string, figure: number): void {
  (into[name] ??= []).push(figure);
}
