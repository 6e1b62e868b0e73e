import { execFile } from "node:child_process";
import { promisify } from "node:util";

const LIMIT_MS = 60_000;

/** The output of a program on stdout, trimmed; undefined when it cannot be started or ends with an error. */
export async function saidBy(program: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(program, [...args], { timeout: LIMIT_MS, windowsHide: true });
    return stdout.trim();
  } catch {
    // Missing, broken or a stand-in that only says how to install it: none of them is of use here.
    return undefined;
  }
}
