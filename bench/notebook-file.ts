import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** Writes a notebook of code cells for a kernel. */
export async function writeNotebookFile(
  file: string,
  kernel: { readonly name: string; readonly language: string },
  cells: readonly string[],
): Promise<void> {
  const notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { ...kernel, display_name: kernel.name } },
    cells: cells.map((source, at) => ({
      cell_type: "code",
      id: `cell-${at}`,
      metadata: {},
      source,
      outputs: [],
      execution_count: null,
    })),
  };
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(notebook));
}
