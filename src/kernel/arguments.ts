/** The argument that lets other machines reach a kernel, as gateways need. */
export const REACHABLE = "--reachable";

/** The argument that says that all cells were checked before: the kernel checks no types until it is asked to. */
export const CHECKED = "--checked";
