import { randomBytes } from "node:crypto";
import { cp, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { messageOf, TsnbError } from "../util/error.ts";
import { makeFolder } from "../util/files/make-folder.ts";
import { removeFolder, replaceFolder } from "../util/files/replace-folder.ts";

/** The files of a JupyterLab extension could not be copied or removed. */
class LabextensionFilesError extends TsnbError {
  override readonly name = "LabextensionFilesError";
  readonly dir: string;

  constructor(doing: string, dir: string, cause: unknown) {
    const fix = "Check that the folder can be written to; --no-lab installs the kernel alone";
    super({ doing: `${doing} the JupyterLab extension ${dir}`, got: messageOf(cause), fix }, { cause });
    this.dir = dir;
  }
}

/** A prebuilt extension of JupyterLab, with the data for JupyterLab's extension manager. */
export type Labextension = {
  readonly name: string;
  /** The folder with its `package.json` and static files. */
  readonly files: string;
  /** Instructions for users to remove it. */
  readonly uninstall: string;
};

/**
 * Copies a prebuilt extension to `<data>/labextensions/<name>`, where JupyterLab finds it, all or nothing.
 *
 * @param data a folder of Jupyter's data, such as `~/.local/share/jupyter`.
 * @returns the extension's folder.
 * @throws {LabextensionFilesError} when it cannot be written; an older extension stays as it was.
 * @see https://jupyterlab.readthedocs.io/en/stable/extension/extension_dev.html#distributing-a-prebuilt-extension
 */
export async function writeLabextension(data: string, { name, files, uninstall }: Labextension): Promise<string> {
  const dir = folderOf(data, name);
  const about = { packageManager: "npm", packageName: name, uninstallInstructions: uninstall };
  try {
    await stat(join(files, "package.json"));
    await makeFolder(dirname(dir));
    await replaceFolder(dir, besideOf(data), async (folder) => {
      await cp(files, folder, { recursive: true });
      await writeFile(join(folder, "install.json"), `${JSON.stringify(about, null, 2)}\n`);
    });
  } catch (cause) {
    throw new LabextensionFilesError("Writing", dir, cause);
  }
  return dir;
}

/**
 * Removes the extension's folder, all or nothing.
 *
 * @returns the folder that was removed; undefined when there was none.
 * @throws {LabextensionFilesError} when it cannot be removed.
 */
export async function removeLabextension(data: string, name: string): Promise<string | undefined> {
  const dir = folderOf(data, name);
  try {
    return (await removeFolder(dir, besideOf(data))) ? dir : undefined;
  } catch (cause) {
    throw new LabextensionFilesError("Removing", dir, cause);
  }
}

function folderOf(data: string, name: string): string {
  return join(data, "labextensions", name);
}

// JupyterLab would take a folder in `labextensions` for an extension.
function besideOf(data: string): string {
  return join(data, `labextension~${randomBytes(6).toString("hex")}`);
}
