import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as v from "valibot";
import { messageOf } from "../../util/error.ts";
import { GitError } from "./errors.ts";

const Failure = v.object({ stderr: v.string(), code: v.union([v.string(), v.number()]) });

const execute = promisify(execFile);

// `git merge-file` ends with the number of conflicts, up to this one; with a greater number when it fails.
const MOST_CONFLICTS = 127;

/**
 * Merges two versions of a file line by line into `ours`, with git's marks around conflicts.
 *
 * @returns false when there are conflicts.
 * @throws {GitError} when git is missing or fails, such as for files that are not text.
 */
export async function mergeAsText(base: string, ours: string, theirs: string): Promise<boolean> {
  const names = ["ours", "base", "theirs"].flatMap((name) => ["-L", name]);
  const args = ["merge-file", ...names, ours, base, theirs];
  try {
    await execute("git", args);
    return true;
  } catch (error) {
    const failure = v.safeParse(Failure, error);
    const code = failure.success ? failure.output.code : undefined;
    if (typeof code === "number" && code > 0 && code <= MOST_CONFLICTS) return false;
    throw gitError(args, error);
  }
}

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
    throw gitError(args, error);
  }
}

function gitError(args: readonly string[], error: unknown): GitError {
  const failure = v.safeParse(Failure, error);
  const said = failure.success ? failure.output.stderr.trim().split("\n")[0] : "";
  return new GitError(args, said || messageOf(error), error);
}
