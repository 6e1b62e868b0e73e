import type { Kernelspec } from "../../../jupyter/kernelspec.ts";

/** True for a kernel that a gateway or a provisioner runs elsewhere, so that it is not a child process of its server. */
export function isIndependent({ metadata }: Pick<Kernelspec, "metadata">): boolean {
  const by = JSON.stringify([metadata["process_proxy"], metadata["kernel_provisioner"]]);
  return by !== "[null,null]" && !/LocalProcessProxy|"local-provisioner"/.test(by);
}

// Parts of the commands of kernels that watch the process that started them, and end with it.
const WATCHFUL = /^ipykernel(_launcher)?$|\/tslab-preload\.js$/;

/**
 * True for a kernel that may go on when its server was killed: all but those of tsnb, of IPython, and of tslab as tsnb
 * installs it.
 */
export function mayOutlive(spec: Pick<Kernelspec, "name" | "argv" | "metadata">): boolean {
  const isWatchful = spec.name.toLowerCase() === "tsnb" || spec.argv.some((part) => WATCHFUL.test(part));
  return isIndependent(spec) || !isWatchful;
}
