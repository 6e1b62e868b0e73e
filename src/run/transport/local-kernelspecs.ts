import {
  findKernelspec,
  kernelDirs,
  type Kernelspec,
  listKernelspecs,
  UnknownKernelError,
} from "../../jupyter/kernelspec.ts";
import { tslabFolder, tslabKernelspec } from "../../jupyter/tslab.ts";
import { tsnbKernelspec } from "../../kernel/kernelspec.ts";

function bundled(): readonly Kernelspec[] {
  return [...(tslabFolder() === undefined ? [] : [tslabKernelspec()]), tsnbKernelspec()];
}

/** The kernels that can be started on this machine: those in Jupyter's folders and those that come with tsnb. */
export async function localKernelspecs(): Promise<readonly Kernelspec[]> {
  const byName = new Map([...(await listKernelspecs()).specs, ...bundled()].map((spec) => [spec.name, spec]));
  return [...byName.values()];
}

/**
 * The kernel of that name.
 *
 * The kernels that come with tsnb need no installed kernelspec. An installed one determines the Node.js and the
 * environment that they start with, but counts only if it starts this copy of them.
 *
 * @throws {UnknownKernelError | KernelspecError} when there is no kernel of that name that can be started.
 */
export async function localKernelspec(name: string): Promise<Kernelspec> {
  const own = bundled().find((spec) => spec.name === name.toLowerCase());
  if (own !== undefined) {
    const installed = (await listKernelspecs()).specs.find((spec) => spec.name === own.name);
    const isSame = installed && own.argv.slice(1).every((part) => installed.argv.includes(part));
    return isSame ? installed : own;
  }
  try {
    return await findKernelspec(name);
  } catch (error) {
    if (!(error instanceof UnknownKernelError)) throw error;
    const known = new Set([...error.known, ...bundled().map((spec) => spec.name)]);
    throw new UnknownKernelError(name, [...known].toSorted(), kernelDirs());
  }
}
