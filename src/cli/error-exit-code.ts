import { inspect } from "node:util";
import { CommanderError } from "commander";
import { ConvertFileError, ConvertLanguageError } from "../convert/errors.ts";
import { PercentHeaderError } from "../convert/percent/errors.ts";
import { LaunchRequestError, PortRangeError } from "../gateway/errors.ts";
import { NotebookPathError, NotebookReadError } from "../notebook/errors.ts";
import { NoRepositoryError } from "./git/errors.ts";
import { ServerError } from "../run/servers/errors.ts";
import { TsnbError } from "../util/error.ts";
import { EXIT_CODE } from "../util/programs/exit-codes.ts";

/** The errors about a file or folder that the user named, or about a gateway's request. */
const UNUSABLE = [
  ConvertFileError,
  ConvertLanguageError,
  LaunchRequestError,
  NoRepositoryError,
  NotebookPathError,
  NotebookReadError,
  PercentHeaderError,
  PortRangeError,
];

/** The folder that the command was started in was deleted or moved. */
class FolderGoneError extends TsnbError {
  override readonly name = "FolderGoneError";

  constructor(cause: unknown) {
    const fix = "Change to a folder that exists, and start tsnb again";
    super({ doing: "Looking at the current folder", got: "it was deleted or moved", fix }, { cause });
  }
}

/**
 * Reports the error that ended the command, and returns the exit code: 0 for help and version, 1 for a failure, 2 for
 * wrong usage (which Commander has already reported) and unusable files, 4 for a server that cannot start kernels.
 */
export function exitCodeOf(thrown: unknown, tell: (text: string) => void): number {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : EXIT_CODE.usage;
  if (isFolderGone(thrown)) return exitCodeOf(new FolderGoneError(thrown), tell);
  if (thrown instanceof TsnbError) {
    tell(`tsnb: ${thrown.message}`);
  } else {
    tell(`${inspect(thrown)}\n\ntsnb: this is a bug in tsnb; please report it with the lines above.`);
  }
  if (thrown instanceof ServerError) return EXIT_CODE.kernel;
  return UNUSABLE.some((cause) => thrown instanceof cause) ? EXIT_CODE.usage : EXIT_CODE.failed;
}

// The error of process.cwd() in a folder that no longer exists.
function isFolderGone(thrown: unknown): boolean {
  return thrown instanceof Error && "syscall" in thrown && thrown.syscall === "uv_cwd";
}
