import { stat } from "node:fs/promises";
import { Command } from "commander";
import { type Merged, mergeNotebooks } from "../../convert/merge/merge.ts";
import { NotebookReadError } from "../../notebook/errors.ts";
import { readNotebook } from "../../notebook/file/read.ts";
import type { Notebook } from "../../notebook/types.ts";
import { writeNotebook } from "../../notebook/file/write.ts";
import { mergeAsText } from "../git/git.ts";
import { EXIT_CODE } from "../../util/programs/exit-codes.ts";

type Flags = { readonly out?: string; readonly path?: string };

/** `tsnb merge`: merges two versions of a notebook, cell by cell. */
export function command(): Command {
  return new Command("merge")
    .description(
      "Merge two versions of a notebook, cell by cell, into OURS. Exits with 0, or with 1 when both changed the " +
        "same lines: both versions are then in the cell, between <<<<<<< and >>>>>>>, in a notebook that still opens. " +
        "Exits with 2, and changes nothing, when a file is not a notebook.",
    )
    .argument("<base>", "the notebook that both sides started from")
    .argument("<ours>", "our version, which is replaced")
    .argument("<theirs>", "their version")
    .option("-o, --out <file>", "the file to write instead of OURS")
    .option("--path <path>", "the notebook's name, as git gives it; a file that is not a notebook is merged as text")
    .action(start);
}

async function start(base: string, ours: string, theirs: string, flags: Flags): Promise<void> {
  const { path, out = ours } = flags;
  let versions: readonly [Notebook, Notebook, Notebook];
  try {
    versions = await Promise.all([readBase(base, path), readNamed(ours, path), readNamed(theirs, path)]);
  } catch (error) {
    if (path === undefined || flags.out !== undefined || !(error instanceof NotebookReadError)) throw error;
    // Otherwise git would leave our version in place, as if there were no other.
    process.stderr.write(`tsnb: ${path} is merged as text. ${error.message}\n`);
    if (!(await mergeAsText(base, ours, theirs))) process.exitCode = EXIT_CODE.failed;
    return;
  }
  const merged = mergeNotebooks(...versions, { ours: "ours", theirs: "theirs" });
  await writeNotebook(out, merged.notebook);
  tell(merged, path ?? out);
}

/** When both sides added the notebook, git gives an empty file as the base. */
async function readBase(file: string, path: string | undefined): Promise<Notebook> {
  const isEmpty = (await stat(file).catch(() => undefined))?.size === 0;
  return isEmpty ? { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] } : readNamed(file, path);
}

function readNamed(file: string, path = file): Promise<Notebook> {
  return readNotebook(file, { label: path });
}

function tell({ notebook, conflicts }: Merged, name: string): void {
  if (conflicts.length === 0) return;
  process.exitCode = EXIT_CODE.failed;
  for (const { cell, parts } of conflicts) {
    const number = notebook.cells.findIndex(({ id }) => id === cell) + 1;
    const place = cell === undefined ? "the notebook" : `cell ${number} (${cell})`;
    process.stderr.write(`${name}: conflict in ${place}: ${parts.join(", ")}\n`);
  }
}
