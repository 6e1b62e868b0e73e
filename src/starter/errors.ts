import { messageOf, TsnbError } from "../util/error.ts";
import { whyNotWritten } from "../util/files/write-atomic.ts";

/** A name for a new project that npm would not take. */
export class ProjectNameError extends TsnbError {
  override readonly name = "ProjectNameError";

  constructor(given: string, suggested: string) {
    super({
      doing: `Making the project "${given}"`,
      got: "names consist of lowercase letters, digits, hyphens, dots and underscores, start with a letter or digit, and are not those of packages that the project uses",
      fix: `Choose such a name, for example ${suggested}`,
    });
  }
}

/** A folder in which a new project cannot be made. */
export class ProjectFolderError extends TsnbError {
  override readonly name = "ProjectFolderError";

  constructor(folder: string, problem: { got: string; fix: string; cause?: unknown }) {
    super({ doing: `Making the project ${folder}`, got: problem.got, fix: problem.fix }, { cause: problem.cause });
  }

  static existing(folder: string): ProjectFolderError {
    return new ProjectFolderError(folder, {
      got: "it already exists",
      fix: "Choose another name; nothing was changed",
    });
  }

  static unwritable(folder: string, cause: unknown): ProjectFolderError {
    const fix = "Choose a folder that you may write to; nothing was left behind";
    return new ProjectFolderError(folder, { got: whyNotWritten(cause), fix, cause });
  }
}

/** A tsnb on this machine that cannot be put into a new project. */
export class ProjectSourceError extends TsnbError {
  override readonly name = "ProjectSourceError";

  constructor(path: string, cause: unknown) {
    const fix = "Check that npm runs in this terminal and that the path can be read; nothing was left behind";
    super({ doing: `Packing tsnb from ${path} for the new project`, got: messageOf(cause), fix }, { cause });
  }
}
