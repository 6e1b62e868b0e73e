import { MAGICS, type Magic } from "../../cell/magics.ts";
import { type CheckMode, checkModeOf } from "../../cell/check-mode.ts";
import type { Attribution } from "../attribution.ts";
import type { Interrupts } from "../interrupts.ts";
import type { ChildLink } from "../parent-link.ts";
import { HELP } from "./help.ts";

/** A line that starts with `%` and is no command, or lacks what the command needs. */
class MagicError extends Error {
  override readonly name = "MagicError";
}

export type MagicParts = {
  readonly link: ChildLink;
  readonly attribution: Attribution;
  readonly interrupts: Interrupts;
  readonly folder: string;
  readonly reset: () => void;
};

/** Runs the commands of cells. */
export class Magics {
  readonly #parts: MagicParts;

  constructor(parts: MagicParts) {
    this.#parts = parts;
  }

  async run({ name, argument }: Magic): Promise<void> {
    const { link, attribution, interrupts, folder, reset } = this.#parts;
    switch (name) {
      case "shell":
        return (await import("./shell.ts")).runShell(argument, workingFolder(), interrupts);
      case "npm":
        return this.#npm(argument, folder, interrupts);
      case "reset":
        reset();
        return link.send({ type: "session", cell: attribution.cell, event: "reset" });
      case "check":
        return link.send({ type: "check-mode", mode: checkMode(argument) });
      case "timeit":
        throw new MagicError("%timeit needs the code to measure, such as %timeit 1 + 1");
      case "help":
        process.stdout.write(HELP);
        return undefined;
      default:
        throw new MagicError(
          `%${name} is no command: there are ${MAGICS.map((known) => `%${known}`).join(", ")} and !command`,
        );
    }
  }

  async #npm(argument: string, notebookFolder: string, interrupts: Interrupts): Promise<void> {
    const { packageProgram, projectFolder, words } = await import("./npm.ts");
    const { runProgram } = await import("./shell.ts");
    const args = words(argument);
    if (args.length === 0) throw new MagicError("%npm needs to know what to do, such as %npm install lodash");
    const folder = projectFolder(notebookFolder);
    const { link, attribution } = this.#parts;
    try {
      await runProgram(packageProgram(folder, args), folder, interrupts);
    } finally {
      link.send({ type: "session", cell: attribution.cell, event: "packages" });
    }
  }
}

function workingFolder(): string {
  try {
    return process.cwd();
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    throw new MagicError(
      `The command was not started, because the working directory is not there any more (${code}): go to another one with process.chdir("/path")`,
    );
  }
}

function checkMode(argument: string): CheckMode {
  const mode = checkModeOf(argument);
  if (mode !== undefined) return mode;
  throw new MagicError(`%check takes on, off or block, not ${JSON.stringify(argument)}`);
}
