import { randomBytes } from "node:crypto";
import { copyFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { messageOf, TsnbError } from "../util/error.ts";
import { removeFolder, replaceFolder } from "../util/files/replace-folder.ts";
import { isKernelName, type Kernelspec } from "./kernelspec.ts";

/** A kernelspec's folder could not be written or removed. */
export class KernelspecFilesError extends TsnbError {
  override readonly name = "KernelspecFilesError";
  readonly dir: string;

  constructor(doing: string, dir: string, cause: unknown) {
    const fix = "Check that the folder can be written to, or choose another; no kernelspec was left half-written";
    super({ doing: `${doing} the kernelspec ${dir}`, got: messageOf(cause), fix }, { cause });
    this.dir = dir;
  }
}

/**
 * Writes `<kernels>/<name>/kernel.json` with its resources (logos, `kernel.js`) beside it, all or
 * nothing: into a new folder that is then renamed. An existing kernelspec of that name is replaced.
 *
 * @param kernels the folder that holds kernelspecs, such as `~/.local/share/jupyter/kernels`.
 * @param resources files to copy; each keeps its name.
 * @returns the kernelspec's folder.
 * @throws {KernelspecFilesError} when it cannot be written; an older kernelspec stays as it was.
 */
export async function writeKernelspec(
  kernels: string,
  spec: Omit<Kernelspec, "dir">,
  resources: readonly string[] = [],
): Promise<string> {
  const dir = folderOf(kernels, spec.name);
  try {
    await replaceFolder(dir, besideOf(dir), async (folder) => {
      await Promise.all(resources.map((file) => copyFile(file, join(folder, basename(file)))));
      await writeFile(join(folder, "kernel.json"), `${JSON.stringify(contentOf(spec), null, 2)}\n`);
    });
  } catch (cause) {
    throw new KernelspecFilesError("Writing", dir, cause);
  }
  return dir;
}

/**
 * Removes a kernelspec's folder, all or nothing.
 *
 * @returns the folder that was removed; undefined when there was none.
 * @throws {KernelspecFilesError} when it cannot be removed.
 */
export async function removeKernelspec(kernels: string, name: string): Promise<string | undefined> {
  const dir = folderOf(kernels, name);
  try {
    return (await removeFolder(dir, besideOf(dir))) ? dir : undefined;
  } catch (cause) {
    throw new KernelspecFilesError("Removing", dir, cause);
  }
}

function folderOf(kernels: string, name: string): string {
  if (!isKernelName(name)) throw new TypeError(`"${name}" cannot be a kernel's name`);
  return join(kernels, name.toLowerCase());
}

// Jupyter does not take a folder with a tilde for a kernelspec, so nobody sees this one while it exists.
function besideOf(dir: string): string {
  return `${dir}~${randomBytes(6).toString("hex")}`;
}

function contentOf(spec: Omit<Kernelspec, "dir">): object {
  return {
    argv: spec.argv,
    display_name: spec.displayName,
    language: spec.language,
    ...(spec.interruptMode === "message" ? { interrupt_mode: "message" } : {}),
    ...(Object.keys(spec.env).length > 0 ? { env: spec.env } : {}),
    ...(Object.keys(spec.metadata).length > 0 ? { metadata: spec.metadata } : {}),
  };
}
