/** The argument that lets other machines reach a kernel, as gateways need. */
export const REACHABLE = "--reachable";

/** The argument that makes a kernel check types only once a cell's request asks for it. */
export const CHECK_IF_ASKED = "--check-if-asked";
