/** Where the module that tslab's notebooks import comes from. */
export const TSLAB_URL = "tsnb:tslab";

/** The symbol of the global object under which the kernel's `tslab` is found. */
export const TSLAB_SYMBOL = "tsnb.tslab";

/** That module: what the kernel offers, as exports. */
export const tslabSource = `const api = globalThis[Symbol.for("${TSLAB_SYMBOL}")];
export const { display, newDisplay, versions } = api;
export default api;
`;
