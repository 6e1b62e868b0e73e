import { TsnbError } from "../../util/error.ts";

/** A git command that could not be run or failed. */
export class GitError extends TsnbError {
  override readonly name = "GitError";

  constructor(args: readonly string[], got: string, cause: unknown) {
    const fix = "Correct the cause that git names, or run the command yourself to see more";
    super({ doing: `Running git ${args.join(" ")}`, got, fix }, { cause });
  }
}

/** A folder that is not in a git repository, or a missing git. */
export class NoRepositoryError extends TsnbError {
  override readonly name = "NoRepositoryError";

  constructor(folder: string, cause: GitError) {
    const isMissing = cause.cause instanceof Error && "code" in cause.cause && cause.cause.code === "ENOENT";
    super(
      {
        doing: `Looking for the git repository of ${folder}`,
        got: isMissing ? "git is not installed" : "there is none",
        fix: isMissing ? "Install git, or add it to the PATH" : "Change to a folder of a repository",
      },
      { cause },
    );
  }
}
