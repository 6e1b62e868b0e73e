import { createRequire } from "node:module";
import type pl from "nodejs-polars";

/**
 * Polars, loaded with `require`: to import a CommonJS package, Node.js first searches its source for the names of its
 * exports, which takes Node.js 20 longer than running it (a quarter of the time of a lesson's script).
 */
export const polars: typeof pl = createRequire(import.meta.url)("nodejs-polars");
