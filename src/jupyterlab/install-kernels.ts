import { createHash } from "node:crypto";
import { join } from "node:path";
import { prefixDataDir } from "../jupyter/data-paths.ts";
import { writeKernelspec } from "../jupyter/kernelspec-files.ts";
import { writeLabextension } from "../jupyter/labextension-files.ts";
import { tslabFolder, tslabKernelspec } from "../jupyter/tslab.ts";
import { kernelLogos, labextension, tsnbKernelspec } from "../kernel/kernelspec.ts";
import { cacheFolder } from "../util/files/cache-folder.ts";
import { packageRoot } from "../util/package-root.ts";
import { type Lab, venvOf } from "./find-lab.ts";
import { readAsCommonJs } from "./read-as-commonjs.ts";

/**
 * Installs tsnb's kernel and extension, and tslab's kernel where tslab is installed: in the project's own environment,
 * else in a cache, since other environments serve other projects, too.
 *
 * @returns the data folder, for `JUPYTER_PATH`.
 */
export async function installKernels(lab: Lab, project: string): Promise<string> {
  const isOwn = lab.prefix === venvOf(project);
  const data = isOwn ? prefixDataDir(lab.prefix) : join(cacheFolder(), "lab", nameOf(packageRoot()));
  if (isOwn) await readAsCommonJs(lab.prefix);
  const kernels = join(data, "kernels");
  await writeKernelspec(kernels, tsnbKernelspec(), await kernelLogos());
  if (tslabFolder() !== undefined) await writeKernelspec(kernels, tslabKernelspec());
  await writeLabextension(data, labextension());
  return data;
}

function nameOf(folder: string): string {
  return createHash("sha256").update(folder).digest("hex").slice(0, 12);
}
