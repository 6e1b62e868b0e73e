import { join } from "node:path";
import { Command } from "commander";
import { packageRoot } from "../util/package-root.ts";
import { packageVersion } from "../util/package-version.ts";

type Entry = { readonly summary: string; readonly load: () => Promise<{ command: () => Command }> };

/** Every command of `tsnb`; its module is loaded only when the command is called. */
const COMMANDS: Readonly<Record<string, Entry>> = {
  new: { summary: "make a new project", load: () => import("./commands/new.ts") },
  lab: { summary: "open the project in JupyterLab", load: () => import("./commands/lab.ts") },
  run: { summary: "run notebooks without a browser", load: () => import("./commands/run.ts") },
  serve: { summary: "serve kernels as a Jupyter server, without Python", load: () => import("./commands/serve.ts") },
  check: { summary: "check notebooks without running them", load: () => import("./commands/check.ts") },
  convert: {
    summary: "write a notebook as a page, TypeScript or Markdown",
    load: () => import("./commands/convert.ts"),
  },
  lesson: { summary: "give the lesson to a class, and grade it", load: () => import("./commands/lesson.ts") },
  data: { summary: "download timm's full tables", load: () => import("./commands/data.ts") },
  kernel: { summary: "install, list and uninstall kernels for Jupyter", load: () => import("./commands/kernel.ts") },
  clear: { summary: "remove outputs from notebooks", load: () => import("./commands/clear.ts") },
  diff: { summary: "show the differences between two notebooks", load: () => import("./commands/diff.ts") },
  merge: { summary: "merge two versions of a notebook, cell by cell", load: () => import("./commands/merge.ts") },
  git: { summary: "let git compare and merge notebooks cell by cell", load: () => import("./commands/git.ts") },
  cache: { summary: "manage the outputs that run --cache keeps", load: () => import("./commands/cache.ts") },
  doctor: {
    summary: "check the installation and every kernel",
    load: () => import("./commands/doctor.ts"),
  },
};

/** The `tsnb` program, with only the commands that the arguments mention fully loaded. */
export async function program(args: readonly string[]): Promise<Command> {
  const cli = new Command("tsnb")
    .description("TypeScript notebooks: run them, install their kernels, fetch their data")
    .version(packageVersion(join(packageRoot(), "package.json")), "-V, --version", "print the version")
    .showHelpAfterError("(add --help for more)");
  for (const [name, entry] of Object.entries(COMMANDS)) {
    const command = args.includes(name) ? (await entry.load()).command() : new Command(name);
    cli.addCommand(command.name(name).summary(entry.summary).copyInheritedSettings(cli));
  }
  return throwing(cli);
}

function throwing(command: Command): Command {
  for (const sub of command.commands) throwing(sub);
  return command.exitOverride();
}
