import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as v from "valibot";
import { messageOf } from "../../util/error.ts";
import { GitError } from "./errors.ts";

const Failure = v.object({ stderr: v.string(), code: v.union([v.string(), v.number()]) });

const execute = promisify(execFile);

/**
 * Runs git and returns its trimmed output.
 *
 * @param missing the exit code with which git reports that nothing was found; it returns "" and is not a failure.
 * @throws {GitError} when git is missing or fails.
 */
export async function git(cwd: string, args: readonly string[], missing?: number): Promise<string> {
  try {
    return (await execute("git", args, { cwd })).stdout.trim();
  } catch (error) {
    const failure = v.safeParse(Failure, error);
    if (failure.success && failure.output.code === missing) return "";
    const said = failure.success ? failure.output.stderr.trim().split("\n")[0] : "";
    throw new GitError(args, said || messageOf(error), error);
  }
}
