import { TsnbError } from "../../util/error.ts";

/** git could not be run, or refused. */
export class GitError extends TsnbError {
  override readonly name = "GitError";

  constructor(args: readonly string[], got: string, cause: unknown) {
    const fix = "Run this in a folder of a git repository, with git installed";
    super({ doing: `Running git ${args.join(" ")}`, got, fix }, { cause });
  }
}
