import { moduleRuntime } from "./module-runtime.ts";

/** The URL of the module that tslab's notebooks import. */
export const TSLAB_URL = "tsnb:tslab";

/** The source of that module, which exports the kernel's API. */
export const tslabSource = `const api = ${moduleRuntime("tslab")};
export const { display, newDisplay, versions } = api;
export default api;
`;
