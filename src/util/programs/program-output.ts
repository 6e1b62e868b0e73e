import { execFile } from "node:child_process";
import { promisify } from "node:util";

const LIMIT_MS = 60_000;

/** A program's trimmed output on stdout; undefined when it does not start, fails, or takes longer than 60 s. */
export async function outputOf(program: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(program, [...args], { timeout: LIMIT_MS, windowsHide: true });
    return stdout.trim();
  } catch {
    // The program is missing, broken, or a placeholder that only says how to install it.
    return undefined;
  }
}
