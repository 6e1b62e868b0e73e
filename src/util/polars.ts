import { createRequire } from "node:module";
import type pl from "nodejs-polars";

/**
 * Polars, by `require`: to import a CommonJS package, Node first reads the names of its exports out of
 * its text, which takes Node 20 longer than to run it (a quarter of a script of the lesson).
 */
export const polars: typeof pl = createRequire(import.meta.url)("nodejs-polars");
