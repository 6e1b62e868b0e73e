import { buffer } from "node:stream/consumers";
import { Command } from "commander";
import { clearedText, clearOutputs } from "../../convert/clear.ts";
import { findNotebooks, labelOf } from "../../notebook/find.ts";
import { readNotebook } from "../../notebook/file/read.ts";
import { formatNotebook, writeNotebook } from "../../notebook/file/write.ts";
import { EXIT_CODE } from "../../util/programs/exit-codes.ts";

type Flags = { readonly check?: true };

/** `tsnb clear`: removes outputs from notebooks. */
export function command(): Command {
  return new Command("clear")
    .description(
      "Remove outputs, counts and run records from notebooks; cells tagged keep_output keep theirs. Without paths, or " +
        "with -, a notebook is read from stdin and written to stdout.",
    )
    .argument("[paths...]", "notebooks, folders of notebooks, or glob patterns")
    .option("--check", "change nothing, and exit with 1 when there is something to remove")
    .action((paths: string[], flags: Flags) =>
      paths.length === 0 || paths[0] === "-" ? filter() : clear(paths, flags),
    );
}

async function filter(): Promise<void> {
  process.stdout.write(clearedText(await buffer(process.stdin), "stdin"));
}

async function clear(paths: readonly string[], { check }: Flags): Promise<void> {
  const found = await findNotebooks(paths);
  for (const { source } of found) {
    const notebook = await readNotebook(source, { label: labelOf(source) });
    const cleared = clearOutputs(notebook);
    if (formatNotebook(cleared) === formatNotebook(notebook)) continue;
    if (check) process.exitCode = EXIT_CODE.failed;
    else await writeNotebook(source, cleared);
    process.stdout.write(`${labelOf(source)}${check ? " has outputs" : ""}\n`);
  }
}
