import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../dist/cli/main.cjs", import.meta.url));

/** The output and exit code of a program; `status` is null when a signal ended it. */
export type Ended = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

/** Runs the built `tsnb` command to its end, blocking this process. */
export function tsnb(
  args: readonly string[],
  options: { readonly cwd: string; readonly input?: string | Uint8Array },
): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { ...options, encoding: "utf8" });
  return { status, stdout, stderr };
}
