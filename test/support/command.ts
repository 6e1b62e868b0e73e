import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../dist/cli/main.cjs", import.meta.url));

/** What a program printed, and how it ended. */
export type Ended = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

/** Runs the built `tsnb` command. */
export function tsnb(args: readonly string[], options: { readonly cwd: string; readonly input?: string }): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { ...options, encoding: "utf8" });
  return { status, stdout, stderr };
}
