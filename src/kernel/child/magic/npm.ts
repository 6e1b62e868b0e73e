import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The words of a command line; quotes keep spaces together. */
export function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2] ?? match[3] ?? "");
}

/** The nearest folder with a package.json, from this one upward; this one when there is none. */
export function projectFolder(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, "package.json"))) return at;
    if (dirname(at) === at) return folder;
  }
}

const ADDING = new Set(["install", "i", "add"]);

/** The program that changes this project's packages: the one whose lock file it has. */
export function packageProgram(folder: string, args: readonly string[]): [string, ...string[]] {
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
