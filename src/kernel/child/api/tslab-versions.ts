import { createRequire } from "node:module";
import { packageVersion } from "../../../util/package-version.ts";
import type * as TslabModule from "./tslab-module.ts";

/** The version of tslab that this API matches. */
const TSLAB_VERSION = "1.0.22";

/** The versions that `tslab` exports. */
export function tslabVersions(): typeof TslabModule.versions {
  const typescript = packageVersion(createRequire(import.meta.url).resolve("typescript/package.json"));
  return { tslab: TSLAB_VERSION, typescript, node: process.version };
}
