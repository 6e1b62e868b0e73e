import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { formatPercent } from "../../convert/percent/write.ts";
import { parseNotebook } from "../../notebook/file/read.ts";
import { TsnbError } from "../../util/error.ts";
import { installDriver, uninstallDriver } from "../git/driver.ts";

/** `tsnb git`: makes git compare and merge notebooks with tsnb. */
export function command(): Command {
  const git = new Command("git").description("Let git compare and merge the notebooks of this repository by cells");
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
  return git;
}

/** A notebook as text to compare. Other files, such as one with conflicts, are unchanged: git would fail otherwise. */
async function asText(file: string): Promise<string> {
  const content = await readFile(file, "utf8");
  try {
    return formatPercent(parseNotebook(content, file));
  } catch (error) {
    if (error instanceof TsnbError) return content;
    throw error;
  }
}
