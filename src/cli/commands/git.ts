import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { Command } from "commander";
import { formatPercent } from "../../convert/percent/write.ts";
import { clearedText, clearOutputs } from "../../convert/clear.ts";
import { NotebookReadError } from "../../notebook/errors.ts";
import { decodeText } from "../../notebook/file/read-bytes.ts";
import { parseNotebook } from "../../notebook/file/read.ts";
import type { TsnbError } from "../../util/error.ts";
import { installDriver, uninstallDriver } from "../git/driver.ts";

/** `tsnb git`: makes git compare and merge notebooks with tsnb. */
export function command(): Command {
  const git = new Command("git").description("Let git compare and merge the notebooks of this repository cell by cell");
  git
    .command("install")
    .description(
      "Set up this clone: .gitattributes, which belongs to the repository, and the clone's own configuration",
    )
    .option("--clear-outputs", "keep outputs out of commits; those in your files stay")
    .action(async (flags: { readonly clearOutputs?: true }) => {
      process.stdout.write(`${(await installDriver(process.cwd(), flags.clearOutputs ?? false)).join("\n")}\n`);
    });
  git
    .command("uninstall")
    .description("Undo install")
    .action(async () => {
      process.stdout.write(`${(await uninstallDriver(process.cwd())).join("\n")}\n`);
    });
  git
    .command("textconv", { hidden: true })
    .argument("<file>")
    .action(async (file: string) => {
      process.stdout.write(await asText(file));
    });
  git
    .command("clean", { hidden: true })
    .argument("<file>")
    .action(async (file: string) => {
      process.stdout.write(cleaned(await buffer(process.stdin), file));
    });
  return git;
}

/** A notebook as text to compare. Other files, such as one with conflicts, are unchanged: git would fail otherwise. */
async function asText(file: string): Promise<string | Uint8Array> {
  const bytes = await readFile(file);
  const read = (): string => formatPercent(clearOutputs(parseNotebook(decodeText(bytes, file), file)));
  return readOr(bytes, read, () => {});
}

/** The content that git stores for a file. git would refuse a file for which the filter fails, even to stash it. */
function cleaned(bytes: Uint8Array, file: string): string | Uint8Array {
  const tell = (error: TsnbError): void => {
    process.stderr.write(`tsnb: git takes ${file} unchanged, with any outputs. ${error.message}\n`);
  };
  return readOr(bytes, () => clearedText(bytes, file), tell);
}

function readOr(bytes: Uint8Array, read: () => string, onFailure: (error: TsnbError) => void): string | Uint8Array {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof NotebookReadError)) throw error;
    onFailure(error);
    return bytes;
  }
}
