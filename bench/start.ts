import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { toPng } from "tsnb/display";
import { digits, inTurn, markdown, median, timed } from "./measure.ts";

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const CHART = "application/vnd.vegalite.v5+json";

type Cell = { cell_type: string; source: string | string[]; outputs?: { data?: Record<string, object> }[] };

/**
 * `npm start` split into its parts, and the same cells as plain scripts. The runner's own time is the wall time less
 * the start of the kernels and the time of the cells.
 */
export async function benchStart(scratch: string, rounds: number): Promise<string> {
  const folder = join(root, "notebooks");
  const notebooks = (await readdir(folder)).filter((name) => name.endsWith(".ipynb")).map((name) => join(folder, name));
  const cells = await Promise.all(notebooks.map(cellsOf));
  const scripts = await compile(join(root, "out", "bench-scripts"), cells);
  const charts = cells.flat().flatMap((cell) => (cell.outputs ?? []).flatMap(({ data }) => data?.[CHART] ?? []));

  const out = join(scratch, "out");
  const figures = await inTurn(rounds, {
    runner: () => json(process.execPath, [join(here, "start-work.js"), out, ...notebooks]),
    script: async () => ({ wall: (await timed(() => runAll(scripts))) / 1000 }),
    drawing: async () => ({ wall: (await timed(() => drawAll(charts))) / 1000 }),
    node: () => json(process.execPath, ["--input-type=module", "-e", IDLE]),
  });

  const of = (name: string, field: string) =>
    median((figures[name] ?? []).map((figure) => figure[field] ?? Number.NaN));
  const wall = of("runner", "wall");
  const parts = { start: of("runner", "start"), cells: of("runner", "cells") };
  const added = median(
    (figures["runner"] ?? []).map((figure) => (figure["wall"] ?? 0) - (figure["start"] ?? 0) - (figure["cells"] ?? 0)),
  );
  const share = (seconds: number) => [seconds.toFixed(2), `${digits((100 * seconds) / wall)} %`];
  const table = markdown(
    ["npm start", "median s", "of the wall time"],
    [
      ["wall time", ...share(wall)],
      ["kernels start", ...share(parts.start)],
      ["cells", ...share(parts.cells)],
      [`of which drawing ${charts.length} pictures`, ...share(of("drawing", "wall"))],
      ["the runner's own: reading, messages, page, writing", ...share(added)],
      ["the same cells as plain scripts (nothing shown as a picture)", ...share(of("script", "wall"))],
    ],
  );
  const memory = `Peak memory of the runner's process: ${digits(of("runner", "peakMiB"))} MiB, ${digits(
    of("runner", "peakMiB") - of("node", "peakMiB"),
  )} MiB more than an idle Node.js.`;
  return `${table}\n\n${memory}`;
}

const IDLE = `import { peakMiB } from ${JSON.stringify(new URL("measure.js", import.meta.url).href)};
console.log(JSON.stringify({ peakMiB: peakMiB() }));`;

export async function cellsOf(notebook: string): Promise<Cell[]> {
  return JSON.parse(await readFile(notebook, "utf8")).cells;
}

/** Compiles the cells of each notebook to a script in the project's own folder, where "tsnb/lesson" resolves. */
export async function compile(folder: string, notebooks: Cell[][]): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const names = notebooks.map((_, at) => `notebook-${at + 1}`);
  for (const [at, cells] of notebooks.entries()) {
    const code = cells.filter(({ cell_type }) => cell_type === "code").map(({ source }) => [source].flat().join(""));
    await writeFile(join(folder, `${names[at]}.mts`), code.map(undeclared).join("\n"));
  }
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  const flags = ["--ignoreConfig", "--module", "nodenext", "--target", "es2022", "--skipLibCheck", "--noCheck"];
  await run(process.execPath, [compiler, ...flags, ...names.map((name) => join(folder, `${name}.mts`))]);
  return names.map((name) => join(folder, `${name}.mjs`));
}

// A cell may import again what an earlier cell imported; a script may not.
function undeclared(code: string, at: number): string {
  return code.replaceAll(/^import \{([^}]*)\} from/gm, (_, names: string) => `import {${names}} from`) + `\n// ${at}\n`;
}

async function runAll(scripts: readonly string[]): Promise<void> {
  for (const script of scripts) await run(process.execPath, [script], { cwd: join(root, "notebooks") });
}

async function drawAll(charts: readonly object[]): Promise<void> {
  for (const chart of charts) await toPng(chart);
}

async function json(program: string, args: string[]): Promise<Record<string, number>> {
  const { stdout } = await run(program, args, { cwd: root });
  return JSON.parse(stdout);
}
