import { existsSync } from "node:fs";
import { join } from "node:path";
import { nearestFolder } from "../../util/files/nearest-folder.ts";
import { wordsOf } from "./command-words.ts";
import { type Magic, MagicError } from "./magic.ts";

export const npm: Magic = {
  name: "npm",
  usage: "%npm install NAME",
  help: "adds a package to the project, ready to import",
  async run({ argument }, { folder: notebookFolder, interrupts, packagesChanged }) {
    const args = wordsOf(argument);
    if (args.length === 0) throw new MagicError("%npm got no arguments: write %npm install lodash, for example");
    const { runProgram } = await import("./shell/shell.ts");
    const folder = nearestFolder(notebookFolder, "package.json") ?? notebookFolder;
    try {
      await runProgram(packageProgram(folder, args), folder, interrupts);
    } finally {
      packagesChanged();
    }
  },
};

const ADDING = new Set(["install", "i", "add"]);

/** The package manager whose lock file the project has; npm when it has none. */
function packageProgram(folder: string, args: readonly string[]): [string, ...string[]] {
  const [command = "", ...rest] = args;
  const other = [
    ["pnpm-lock.yaml", "pnpm"],
    ["yarn.lock", "yarn"],
    ["bun.lock", "bun"],
  ].find(([lock = ""]) => existsSync(join(folder, lock)))?.[1];
  if (other !== undefined) return [other, ADDING.has(command) && rest.length > 0 ? "add" : command, ...rest];
  const quiet = ADDING.has(command) ? ["--no-fund", "--no-audit", "--no-progress"] : [];
  return ["npm", ...args, ...quiet];
}
