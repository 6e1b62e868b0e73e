import { Command } from "commander";
import { diffNotebooks } from "../../convert/diff/diff-notebooks.ts";
import { diffText } from "../../convert/diff/diff-text.ts";
import { readNotebookFile } from "../../convert/read-file.ts";
import { EXIT_CODE } from "../../util/programs/exit-codes.ts";

type Flags = { readonly outputs?: true; readonly exitCode: boolean; readonly color: boolean };

/** `tsnb diff`: shows the differences between two notebooks. */
export function command(): Command {
  return new Command("diff")
    .description(
      "Show the cells that were added, removed, moved or changed between two notebooks. Exits with 0 when they are the " +
        "same, 1 when they differ, 2 when one cannot be read.",
    )
    .argument("<before>", "a notebook, or TypeScript in the percent format")
    .argument("<after>", "its newer version")
    .option("--outputs", "show how outputs differ, not only that they do")
    .option("--no-exit-code", "exit with 0 even when they differ")
    .option("--no-color", "print without colours")
    .action(start);
}

async function start(before: string, after: string, flags: Flags): Promise<void> {
  const [old, now] = await Promise.all([readNotebookFile(before), readNotebookFile(after)]);
  const color = flags.color && process.stdout.isTTY && !process.env["NO_COLOR"];
  const text = diffText(diffNotebooks(old, now), { outputs: flags.outputs ?? false, color });
  process.stdout.write(text);
  if (text !== "" && flags.exitCode) process.exitCode = EXIT_CODE.failed;
}
