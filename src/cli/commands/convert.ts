import { existsSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { Command, Option } from "commander";
import { picturesBeside } from "../../convert/html/pictures-beside.ts";
import { type Converted, convert, FORMS, type Form } from "../../convert/convert.ts";
import { withOutputsOf } from "../../convert/keep-outputs.ts";
import { readNotebookFile } from "../../convert/read-file.ts";
import { readNotebook } from "../../notebook/file/read.ts";
import type { Notebook } from "../../notebook/types.ts";
import { writeAtomic } from "../../util/files/write-atomic.ts";

type Flags = { readonly to: Form; readonly out?: string };

/** `tsnb convert`: converts a notebook to another form. */
export function command(): Command {
  return new Command("convert")
    .description(
      "Write a notebook as an HTML page, as TypeScript with // %% cells, or as Markdown, or turn such TypeScript back " +
        "into a notebook. Nothing is run. An existing notebook keeps the outputs of unchanged cells.",
    )
    .argument("<files...>", "notebooks, or TypeScript files in the percent format")
    .addOption(new Option("-t, --to <form>", "the form to write").choices(FORMS).makeOptionMandatory())
    .option(
      "-o, --out <path>",
      "the file to write, or a folder that ends in /, or - for stdout (default: beside the file)",
    )
    .action(start);
}

async function start(files: readonly string[], flags: Flags, self: Command): Promise<void> {
  const isFolder = flags.out !== undefined && /[/\\]$/.test(flags.out);
  if (files.length > 1 && flags.out !== undefined && !isFolder) {
    self.error(`tsnb: several files need a folder; end the path with a slash: --out ${flags.out}/`);
  }
  for (const file of files) await convertFile(file, flags, self);
}

async function convertFile(file: string, { to, out }: Flags, self: Command): Promise<void> {
  const target = targetOf(file, to, out);
  if (target !== undefined && resolve(target) === resolve(file)) {
    self.error(`tsnb: ${file} would overwrite itself; name another file with --out`);
  }
  const notebook = await withKeptOutputs(await readNotebookFile(file, { onRepair: tell(file) }), to, target);
  const name = basename(target ?? file, extname(target ?? file));
  const converted = convert(notebook, { to, name, picture: picturesBeside(file) });
  if (target === undefined) {
    if (converted.pictures.size > 0)
      tell(file)(`${converted.pictures.size} pictures were not written, because stdout takes only text`);
    process.stdout.write(converted.text);
  } else {
    await write(target, converted);
    process.stderr.write(`${target}\n`);
  }
}

function tell(file: string): (line: string) => void {
  return (line) => process.stderr.write(`${file}: ${line}\n`);
}

function targetOf(file: string, to: Form, out: string | undefined): string | undefined {
  if (out === "-") return undefined;
  const name = `${basename(file, extname(file))}.${to}`;
  if (out === undefined) return join(dirname(file), name);
  return /[/\\]$/.test(out) ? join(out, name) : out;
}

async function withKeptOutputs(notebook: Notebook, to: Form, target: string | undefined): Promise<Notebook> {
  if (to !== "ipynb" || target === undefined || !existsSync(target)) return notebook;
  return withOutputsOf(notebook, await readNotebook(target));
}

async function write(target: string, { text, pictures }: Converted): Promise<void> {
  for (const [path, content] of pictures) await writeAtomic(join(dirname(target), path), content);
  await writeAtomic(target, text);
}
