/** The argument that lets other machines reach a kernel, as gateways need. */
export const REACHABLE = "--reachable";
