// Writes notebooks/*.ipynb from notebooks/solutions/*.ipynb, keeping the outputs of cells that did not change.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readNotebook } from "../src/notebook/file/read.ts";
import type { Cell, Notebook } from "../src/notebook/types.ts";
import { writeNotebook } from "../src/notebook/file/write.ts";
import { packageRoot } from "../src/util/package-root.ts";
import { studentNotebook } from "./student-notebook.ts";

const folder = join(packageRoot(), "notebooks");
for (const name of readdirSync(join(folder, "solutions")).filter((file) => file.endsWith(".ipynb"))) {
  const target = join(folder, name);
  const before = existsSync(target) ? (await readNotebook(target)).cells : [];
  const made = studentNotebook(await readNotebook(join(folder, "solutions", name)));
  await writeNotebook(target, withOutputs(made, before));
  console.log(`Wrote ${target}`);
}

function withOutputs(notebook: Notebook, before: readonly Cell[]): Notebook {
  const known = new Map(before.map((cell) => [cell.id, cell]));
  const cells = notebook.cells.map((cell) => {
    const old = known.get(cell.id);
    return cell.cell_type === "code" && old?.cell_type === "code" && old.source === cell.source
      ? { ...cell, outputs: old.outputs, execution_count: old.execution_count }
      : cell;
  });
  return { ...notebook, cells };
}
