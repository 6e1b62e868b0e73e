import { join } from "node:path";
import { tsnbKernelspec } from "../src/kernel/kernelspec.ts";
import { KernelSession } from "./kernels/session.ts";
import { digits, inTurn, markdown, median } from "./measure.ts";
import { writeNotebookFile } from "./notebook-file.ts";
import { type Command, compared, timeOf, timeOfSome, type Took, tsnb } from "./programs.ts";
import { findPython, type Python, writeKernelspecs } from "./python.ts";

const NOTEBOOKS = Number(process.env["TSNB_BENCH_NOTEBOOKS"] ?? 50);
const CELLS = 20;
const MORE_CELLS = 520;
const AT_ONCE = 2;

/** Many small notebooks, beside papermill and nbmake on ipykernel; and the time that the runner adds to a cell. */
export async function benchMany(scratch: string, rounds: number): Promise<string> {
  const [ours, theirs] = [join(scratch, "many"), join(scratch, "many-python")];
  const names = Array.from({ length: NOTEBOOKS }, (_, at) => `notebook${at}.ipynb`);
  for (const name of names) {
    await writeNotebookFile(join(ours, name), { name: "tsnb", language: "typescript" }, typescriptCells(CELLS));
    await writeNotebookFile(join(theirs, name), { name: "python3", language: "python" }, pythonCells(CELLS));
  }
  const run = tsnb("run", ours, "--jobs", `${AT_ONCE}`, "--out", join(scratch, "many-out"));
  const python = findPython(["papermill", "nbmake", "xdist", "ipykernel"]);
  const contestants: Record<string, () => Promise<Took>> = {
    "tsnb run": () => timeOf([run]),
    ...(python === undefined ? {} : await pythonRunners(scratch, theirs, names, python)),
  };
  const title = `${NOTEBOOKS} notebooks of ${CELLS} cells, ${AT_ONCE} at once`;
  return `${await compared(title, rounds, contestants)}\n\n${await benchCell(scratch, rounds)}`;
}

async function pythonRunners(scratch: string, folder: string, names: readonly string[], python: Python) {
  const env = { JUPYTER_PATH: await writeKernelspecs(join(scratch, "jupyter"), python) };
  const papermill = names.map((name): Command => {
    const files = [join(folder, name), join(scratch, `papermill-${name}`)];
    return { argv: [join(python.bin, "papermill"), "--no-progress-bar", ...files], env };
  });
  const nbmake = {
    argv: [python.program, "-m", "pytest", "--nbmake", "-n", `${AT_ONCE}`, "-q", "-p", "no:cacheprovider", folder],
    env,
  };
  return {
    [`papermill, ${AT_ONCE} processes`]: () => timeOfSome(papermill, AT_ONCE),
    "pytest --nbmake with xdist": () => timeOf([nbmake]),
  };
}

/** The time of a cell in a run, from notebooks of few and of many cells, and in the kernel with a minimal client. */
async function benchCell(scratch: string, rounds: number): Promise<string> {
  const files = { few: join(scratch, "cells", "few.ipynb"), more: join(scratch, "cells", "more.ipynb") };
  const kernel = { name: "tsnb", language: "typescript" };
  await writeNotebookFile(files.few, kernel, typescriptCells(CELLS));
  await writeNotebookFile(files.more, kernel, typescriptCells(MORE_CELLS));
  const runOf = (file: string) => timeOf([tsnb("run", file, "--out", join(scratch, "cells-out"))]);
  const figures = await inTurn(rounds, {
    few: async () => (await runOf(files.few)).ms,
    more: async () => (await runOf(files.more)).ms,
    bare: () => bareMs(scratch),
  });
  const perCell = (figures["more"] ?? []).map((ms, at) => (ms - (figures["few"]?.[at] ?? 0)) / (MORE_CELLS - CELLS));
  const added = perCell.map((ms, at) => ms - (figures["bare"]?.[at] ?? Number.NaN));
  return markdown(
    ["a trivial cell", "median ms"],
    [
      ["in a run", digits(median(perCell))],
      ["in the kernel, with a client that does nothing else", digits(median(figures["bare"] ?? []))],
      ["added by the runner", digits(median(added))],
    ],
  );
}

async function bareMs(folder: string): Promise<number> {
  const { argv } = tsnbKernelspec(process.execPath);
  const command = (file: string) => argv.map((part) => (part === "{connection_file}" ? file : part));
  const kernel = await KernelSession.start({ name: "tsnb", version: "", command, env: {} }, folder);
  try {
    const cells = typescriptCells(MORE_CELLS);
    for (const cell of cells.slice(0, CELLS)) await kernel.run(cell, { shows: true });
    const began = performance.now();
    for (const cell of cells.slice(CELLS)) await kernel.run(cell, { shows: true });
    return (performance.now() - began) / (MORE_CELLS - CELLS);
  } finally {
    await kernel.stop();
  }
}

function typescriptCells(count: number): string[] {
  return Array.from({ length: count }, (_, at) => `const n${at} = ${at} + 1;\nn${at}`);
}

function pythonCells(count: number): string[] {
  return Array.from({ length: count }, (_, at) => `n${at} = ${at} + 1\nn${at}`);
}
