import { chart, save } from "../../src/display/index.ts";
import { DARK } from "../dark-theme.ts";

/** The figures of a run that the chart shows. */
export type Drawn = {
  readonly notebooks: number;
  readonly peakMiB: number;
  readonly heldMiB: number;
  readonly lateMs: number | null;
  readonly lateMs95: number | null;
  readonly cpuSeconds: number;
};

const KERNELS = { field: "kernels", type: "quantitative", title: "Kernels at once" } as const;

/** Draws memory, processor time and delay by number of kernels, for light and for dark pages. */
export async function drawFigures(rows: readonly Drawn[], folder: string): Promise<void> {
  const memory = rows.flatMap(({ notebooks: kernels, peakMiB, heldMiB }) => [
    { kernels, MiB: peakMiB, which: "at most" },
    { kernels, MiB: heldMiB, which: "without garbage" },
  ]);
  const time = rows.map(({ notebooks: kernels, cpuSeconds: seconds }) => ({ kernels, seconds }));
  const delay = rows.flatMap(({ notebooks: kernels, lateMs, lateMs95 }) => [
    { kernels, seconds: (lateMs ?? 0) / 1000, which: "median" },
    { kernels, seconds: (lateMs95 ?? 0) / 1000, which: "95 % below" },
  ]);
  const panel = { width: 210, height: 180 };
  const spec = {
    hconcat: [
      {
        ...panel,
        title: "Memory of the client",
        data: { values: memory },
        mark: { type: "line", point: true },
        encoding: {
          x: KERNELS,
          y: { field: "MiB", type: "quantitative", title: "MiB" },
          color: { field: "which", type: "nominal", title: null, legend: { orient: "bottom" } },
        },
      },
      {
        ...panel,
        title: "Processor time of a run",
        data: { values: time },
        mark: { type: "line", point: true },
        encoding: { x: KERNELS, y: { field: "seconds", type: "quantitative", title: "Seconds" } },
      },
      {
        ...panel,
        title: "Delay of a cell",
        data: { values: delay },
        mark: { type: "line", point: true },
        encoding: {
          x: KERNELS,
          y: { field: "seconds", type: "quantitative", title: "Seconds" },
          color: { field: "which", type: "nominal", title: null, sort: ["median"], legend: { orient: "bottom" } },
        },
      },
    ],
    resolve: { scale: { color: "independent" } },
  };
  const files = { formats: ["svg"], dir: folder } as const;
  await save(chart(spec), { ...files, name: "scale-light" });
  await save(chart({ ...spec, config: DARK }), { ...files, name: "scale-dark" });
}
