import { join, resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { activePrefix, prefixDataDir, userDataDir } from "../../jupyter/data-paths.ts";
import { TsnbError } from "../../util/error.ts";

/** The option `--sys-prefix` without an active Python environment. */
class NoEnvironmentError extends TsnbError {
  override readonly name = "NoEnvironmentError";

  constructor() {
    super({
      doing: "Finding the active Python environment for --sys-prefix",
      got: "neither VIRTUAL_ENV nor CONDA_PREFIX is set",
      fix: "Activate the environment first, or name its folder with --prefix DIR",
    });
  }
}

/** The place to install a kernel in; by default, the folder of the user. */
export type InstallPlace = { readonly user?: boolean; readonly sysPrefix?: boolean; readonly prefix?: string };

/** Adds the options that choose the folder of a kernelspec; at most one of them may be given. */
export function withPlace(command: Command): Command {
  return command
    .addOption(new Option("--user", "for this user, the default").conflicts(["sysPrefix", "prefix"]))
    .addOption(new Option("--sys-prefix", "in the active virtual or conda environment").conflicts(["user", "prefix"]))
    .addOption(
      new Option("--prefix <dir>", "in DIR/share/jupyter/kernels").argParser(named).conflicts(["user", "sysPrefix"]),
    );
}

/**
 * The folder of kernelspecs at that place.
 *
 * @throws {NoEnvironmentError} for `--sys-prefix` without an active environment.
 */
export function kernelsFolder(place: InstallPlace): string {
  if (place.prefix !== undefined) return join(prefixDataDir(resolve(place.prefix)), "kernels");
  if (!place.sysPrefix) return join(userDataDir(), "kernels");
  const prefix = activePrefix();
  if (prefix === undefined) throw new NoEnvironmentError();
  return join(prefixDataDir(prefix), "kernels");
}

// With an empty value, as from an unset shell variable, the kernel would go into the current folder.
function named(folder: string): string {
  if (folder.trim() === "") throw new InvalidArgumentError("It must name a folder; `.` is the current one.");
  return folder;
}
