import { rm } from "node:fs/promises";
import { join } from "node:path";
import { digits, markdown } from "./measure.ts";
import { writeNotebookFile } from "./notebook-file.ts";
import { type ClientFigures, runClient } from "./thousand/client.ts";
import { drawFigures } from "./thousand/drawing.ts";
import { ScriptedKernels } from "./thousand/scripted-kernels.ts";

/** The numbers of kernels at once. */
const NUMBERS = [10, 30, 100, 300, 1000];
const CELLS = 9;
const FLOOD_BYTES = 500_000;
/** The number of kernels that, in one more run, print four times as much. */
const MORE_FLOOD = { kernels: 300, bytes: 4 * FLOOD_BYTES };
const KEPT_BYTES = 50_000;
const FEW = 8;

type Run = {
  readonly notebooks: number;
  readonly atOnce: number;
  /** The cells of the notebook with this number. */
  readonly cells: (notebook: number) => readonly string[];
  readonly outputBytes?: number;
};

type Row = ClientFigures & { readonly notebooks: number };

type PrintRow = Row & { readonly bytes: number };

/** Up to a thousand scripted kernels at once for one client: memory, time, delay and open files. */
export async function benchThousand(scratch: string): Promise<string> {
  const atWork: Row[] = [];
  const printing: PrintRow[] = [];
  for (const notebooks of NUMBERS) {
    atWork.push(await measure(scratch, { notebooks, atOnce: notebooks, cells: workingCells }));
    printing.push(await measurePrinting(scratch, notebooks, FLOOD_BYTES));
  }
  const more = await measurePrinting(scratch, MORE_FLOOD.kernels, MORE_FLOOD.bytes);
  const most = NUMBERS.at(-1) ?? 0;
  const few = await measure(scratch, { notebooks: most, atOnce: FEW, cells: quickCells });
  const charts = process.env["TSNB_BENCH_CHARTS"];
  if (charts !== undefined) await drawFigures(atWork, charts);
  return [workTable(atWork), printTable([...printing, more]), fewTable(few, FEW), growth(atWork, printing)].join(
    "\n\n",
  );
}

/** Each kernel waits until all have started, so that all exist at once. */
function workingCells(notebook: number): readonly string[] {
  const own = Array.from(
    { length: CELLS },
    (_, cell) => `wait ${waitMs(notebook, cell)}\nprint notebook ${notebook}, cell ${cell}`,
  );
  return [`meet\nprint notebook ${notebook} began`, ...own];
}

// Different for each notebook and cell, so that the kernels do not run in step.
function waitMs(notebook: number, cell: number): number {
  return 500 + ((notebook * 7919 + cell * 104_729) % 1000);
}

async function measurePrinting(scratch: string, notebooks: number, bytes: number): Promise<PrintRow> {
  const cells = (notebook: number) => [`meet\nprint notebook ${notebook} began`, `flood ${bytes}`];
  const run = { notebooks, atOnce: notebooks, cells, outputBytes: KEPT_BYTES };
  return { ...(await measure(scratch, run)), bytes };
}

function quickCells(notebook: number): readonly string[] {
  return Array.from({ length: CELLS + 1 }, (_, cell) => `print notebook ${notebook}, cell ${cell}`);
}

async function measure(scratch: string, { notebooks, atOnce, cells, outputBytes = 0 }: Run): Promise<Row> {
  const folder = join(scratch, "thousand");
  const kernel = { name: "script", language: "script" };
  for (let at = 0; at < notebooks; at++) {
    await writeNotebookFile(join(folder, "in", `notebook${at}.ipynb`), kernel, cells(at));
  }
  const server = await ScriptedKernels.listen({ meeting: atOnce, limit: atOnce });
  try {
    const order = { url: server.url, folder: join(folder, "in"), out: join(folder, "out"), jobs: atOnce, outputBytes };
    const figures = await runClient(order);
    const { started, most, refused } = server.seen;
    if (figures.passed !== notebooks || figures.wrong > 0 || started !== notebooks || most !== atOnce || refused > 0) {
      throw new Error(`${notebooks} notebooks, ${atOnce} at once: ${JSON.stringify({ ...figures, ...server.seen })}`);
    }
    return { ...figures, notebooks };
  } finally {
    server.close();
    await rm(folder, { recursive: true });
  }
}

function workTable(rows: readonly Row[]): string {
  return markdown(
    [
      `kernels at once, ${CELLS + 1} cells each`,
      "seconds",
      "processor s",
      "later by ms, median",
      "95 % below",
      "held MiB",
      "peak MiB",
      "open files",
    ],
    rows.map((row) => [
      `${row.notebooks}`,
      digits(row.seconds),
      row.cpuSeconds.toFixed(2),
      digits(row.lateMs ?? Number.NaN),
      digits(row.lateMs95 ?? Number.NaN),
      digits(row.heldMiB),
      digits(row.peakMiB),
      `${row.descriptors}`,
    ]),
  );
}

function printTable(rows: readonly PrintRow[]): string {
  return markdown(
    [
      `kernels that print at once, ${KEPT_BYTES / 1e6} MB kept of each`,
      "MB printed by each",
      "seconds",
      "MB read a second",
      "held MiB",
      "peak MiB",
    ],
    rows.map(({ notebooks, bytes, seconds, heldMiB, peakMiB }) => [
      `${notebooks}`,
      `${bytes / 1e6}`,
      digits(seconds),
      digits((notebooks * bytes) / 1e6 / seconds),
      digits(heldMiB),
      digits(peakMiB),
    ]),
  );
}

function fewTable({ notebooks, seconds, peakMiB, descriptors }: Row, atOnce: number): string {
  return markdown(
    [`${notebooks} notebooks, ${atOnce} at once`, ""],
    [
      ["seconds", digits(seconds)],
      ["peak MiB", digits(peakMiB)],
      ["open files", `${descriptors}`],
    ],
  );
}

/** The cost of one more kernel, from a hundred on and from ten on: equal if it grows linearly. */
function growth(atWork: readonly Row[], printing: readonly Row[]): string {
  const between = (rows: readonly Row[], field: "cpuSeconds" | "heldMiB" | "peakMiB" | "seconds", unit: number) => {
    const slope = (from: number, to: number) => {
      const [low, high] = [
        rows.find(({ notebooks }) => notebooks === from),
        rows.find(({ notebooks }) => notebooks === to),
      ];
      return (unit * ((high?.[field] ?? Number.NaN) - (low?.[field] ?? Number.NaN))) / (to - from);
    };
    return [slope(10, 100), slope(100, 1000)].map(digits);
  };
  return markdown(
    ["a further kernel takes", "between 10 and 100", "between 100 and 1,000"],
    [
      ["processor ms", ...between(atWork, "cpuSeconds", 1000)],
      ["held KiB", ...between(atWork, "heldMiB", 1024)],
      ["peak KiB", ...between(atWork, "peakMiB", 1024)],
      ["ms, when all print", ...between(printing, "seconds", 1000)],
      ["peak KiB, when all print", ...between(printing, "peakMiB", 1024)],
    ],
  );
}
