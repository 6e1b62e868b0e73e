/** The argument that lets other machines reach a kernel, for gateways, whose kernels are on other machines. */
export const REACHABLE = "--reachable";
