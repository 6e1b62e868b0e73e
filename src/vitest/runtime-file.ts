import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { codeRoot } from "../util/package-root.ts";

/** The module that tests of notebooks need when they run. */
export const RUNTIME: string = pathToFileURL(join(codeRoot(), "vitest", "runtime.js")).href;
