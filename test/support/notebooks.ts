import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseNotebook } from "../../src/notebook/file/read.ts";
import type { Notebook, Output } from "../../src/notebook/types.ts";

/** The source of a cell for `notebookText`: its code, or its fields. */
export type CellSource = string | Readonly<Record<string, unknown>>;

/** The text of a notebook file of format 4.5; without `kernel`, its metadata names no kernel. */
export function notebookText(cells: readonly CellSource[], kernel?: string): string {
  const metadata = kernel === undefined ? {} : { kernelspec: { name: kernel, display_name: kernel } };
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata,
    cells: cells.map((cell, index) => ({
      id: `cell-${index}`,
      metadata: {},
      ...(typeof cell === "string" ? { cell_type: "code", source: cell, outputs: [], execution_count: null } : cell),
    })),
  });
}

/** The notebook in a file, which must be valid. */
export function notebookIn(...path: string[]): Notebook {
  const file = join(...path);
  return parseNotebook(readFileSync(file, "utf8"), file);
}

/** The outputs of a notebook's code cells. */
export function outputsOf({ cells }: Notebook): (readonly Output[])[] {
  return cells.flatMap((cell) => (cell.cell_type === "code" ? [cell.outputs] : []));
}

/** The text that each code cell of a notebook wrote to a stream; empty for a cell that wrote nothing. */
export function streamOf(notebook: Notebook, name = "stdout"): string[] {
  return outputsOf(notebook).map((outputs) =>
    outputs.map((output) => (output.output_type === "stream" && output.name === name ? output.text : "")).join(""),
  );
}

const scriptedKernel = fileURLToPath(new URL("../kernel/fixtures/scripted-kernel.mjs", import.meta.url));

/** Installs the kernelspec of the scripted kernel in a folder for `JUPYTER_PATH`. */
export function installScriptedKernel(
  folder: string,
  name: string,
  flags: readonly string[] = [],
  fields: object = {},
) {
  const dir = join(folder, "kernels", name);
  mkdirSync(dir, { recursive: true });
  const argv = [process.execPath, scriptedKernel, "{connection_file}", ...flags];
  writeFileSync(join(dir, "kernel.json"), JSON.stringify({ argv, display_name: name, language: "script", ...fields }));
}
