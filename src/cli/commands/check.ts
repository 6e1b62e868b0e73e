import { existsSync } from "node:fs";
import { Command, InvalidArgumentError, Option } from "commander";
import { checkNotebooks } from "../../check/start-check.ts";
import { declareNotebooks } from "../../check/declarations/declare-notebooks.ts";
import { NothingToCheckError } from "../../check/errors.ts";
import { formatOf, FORMATS, type Format } from "../../check/formats/format.ts";
import { NotebookPathError } from "../../notebook/errors.ts";
import { labelOf } from "../../notebook/find.ts";
import { EXIT_CODE } from "../../util/programs/exit-codes.ts";

type Flags = {
  readonly format: Format;
  readonly maxErrors?: number;
  readonly stale?: true;
  readonly declarations?: true;
};

/** `tsnb check`: checks types and cell order in notebooks without running them. */
export function command(): Command {
  return new Command("check")
    .description(
      "Check types, names and order of notebooks without running them, with the files that they import.\n" +
        "Exits with 0 when there are no errors, 1 when there are some, 2 for wrong usage or a notebook that cannot be read.",
    )
    .argument("[paths...]", "notebooks, folders or glob patterns (default: notebooks, or the current folder)")
    .addOption(new Option("-f, --format <format>", "the format of the findings").choices(FORMATS).default("text"))
    .option("--max-errors <count>", "stop after this many errors", count)
    .option("--stale", "also fail when the outputs are not from one run from top to bottom")
    .option("--declarations", "also write the types of a.ipynb as a.d.ipynb.ts, for tsc and editors")
    .action((paths: string[], flags: Flags, self: Command) => check(paths, flags, self));
}

async function check(
  paths: readonly string[],
  { format, declarations, ...options }: Flags,
  self: Command,
): Promise<void> {
  try {
    const wanted = paths.length > 0 ? paths : [existsSync("notebooks") ? "notebooks" : "."];
    const result = await checkNotebooks(wanted, options);
    process.stdout.write(formatOf(format, result, { isColoured: process.stdout.hasColors?.() ?? false }));
    for (const { error } of result.notebooks) if (error) process.stderr.write(`tsnb: ${error.message}\n`);
    if (declarations)
      for (const file of await declareNotebooks(wanted)) process.stderr.write(`wrote ${labelOf(file)}\n`);
    const isUnusable = result.notebooks.some(({ status }) => status === "unusable");
    process.exitCode = isUnusable ? EXIT_CODE.usage : result.errors > 0 ? EXIT_CODE.failed : EXIT_CODE.passed;
  } catch (error) {
    if (error instanceof NotebookPathError || error instanceof NothingToCheckError)
      self.error(`tsnb: ${error.message}`);
    throw error;
  }
}

function count(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isInteger(value) || value < 1) {
    throw new InvalidArgumentError("It must be a whole number, 1 or more.");
  }
  return value;
}
