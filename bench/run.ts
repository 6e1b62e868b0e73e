import { copyFile, mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeNotebookFile } from "./notebook-file.ts";
import { type Command, compared, root, timeOf, tsnb } from "./programs.ts";
import { findPython, writeKernelspecs } from "./python.ts";
import { cellsOf, compile } from "./start.ts";

// The third notebook of the lesson has no counterpart in Python.
const ANALYSES = ["picking-the-best-model", "accuracy-vs-speed"];

/**
 * The lesson's notebooks, executed: by `tsnb run` on tsnb's kernel; by `jupyter execute` on tslab; the same analysis in
 * pandas and Altair, by `jupyter execute` on ipykernel; and the cells as plain scripts, which show no pictures.
 */
export async function benchRun(scratch: string, rounds: number): Promise<string> {
  const folder = join(root, "notebooks");
  const names = (await readdir(folder)).filter((name) =>
    ANALYSES.some((analysis) => name.endsWith(`${analysis}.ipynb`)),
  );
  const notebooks = names.map((name) => join(folder, name));
  const scripts = await compile(join(root, "out", "bench-scripts"), await Promise.all(notebooks.map(cellsOf)));
  const contestants: Record<string, readonly Command[]> = {
    "tsnb run, tsnb's kernel": [tsnb("run", ...notebooks, "--kernel", "tsnb", "--out", join(scratch, "out"))],
    "plain scripts": scripts.map((script) => ({ argv: [process.execPath, script], cwd: folder })),
  };
  const python = findPython(["nbclient", "ipykernel", "pandas", "altair", "vl_convert"]);
  if (python !== undefined) {
    const env = { JUPYTER_PATH: await writeKernelspecs(join(scratch, "jupyter"), python) };
    // In a folder where "tsnb/lesson" resolves; `jupyter execute` writes the executed notebook in place.
    const copies = join(root, "out", "bench-notebooks");
    await mkdir(copies, { recursive: true });
    for (const name of names) await copyFile(join(folder, name), join(copies, name));
    const altair = await altairNotebooks(join(scratch, "altair"));
    const execute = [join(python.bin, "jupyter"), "execute", "--inplace"];
    contestants["jupyter execute, tslab"] = [
      { argv: [...execute, "--kernel_name=tslab", ...names.map((name) => join(copies, name))], env },
    ];
    contestants["jupyter execute, pandas and Altair on ipykernel"] = [
      {
        argv: [...execute, ...altair],
        env: {
          ...env,
          TSNB_BENCH_ALTAIR: join(root, "bench", "altair"),
          TSNB_BENCH_DATA: join(root, "data"),
          TSNB_BENCH_OUT: join(scratch, "altair-out"),
        },
      },
    ];
  }
  const timed = Object.fromEntries(
    Object.entries(contestants).map(([name, commands]) => [name, () => timeOf(commands)] as const),
  );
  const missing = python === undefined ? "\n\nSet TSNB_BENCH_PYTHON to compare with Jupyter." : "";
  return `${await compared("the lesson's two notebooks", rounds, timed)}${missing}`;
}

async function altairNotebooks(folder: string): Promise<string[]> {
  for (const name of ANALYSES) {
    const text = await readFile(join(root, "bench", "altair", `${name}.py`), "utf8");
    const [, ...cells] = text.split(/^# %%\n/m);
    await writeNotebookFile(
      join(folder, `${name}.ipynb`),
      { name: "python3", language: "python" },
      cells.map((cell) => cell.trim()),
    );
  }
  return ANALYSES.map((name) => join(folder, `${name}.ipynb`));
}
