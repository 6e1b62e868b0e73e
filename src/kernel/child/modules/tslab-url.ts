/** The URL of the module that tslab's notebooks import. */
export const TSLAB_URL = "tsnb:tslab";

/** The symbol of the global object under which the kernel's `tslab` is found. */
export const TSLAB_SYMBOL = "tsnb.tslab";

/** The source of that module, which exports the kernel's API. */
export const tslabSource = `const api = globalThis[Symbol.for("${TSLAB_SYMBOL}")];
export const { display, newDisplay, versions } = api;
export default api;
`;
