import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { packageRoot } from "../util/package-root.ts";
import type { Kernelspec } from "./kernelspec.ts";

/**
 * The kernelspec of the tslab that is installed with tsnb, with absolute paths, so that it starts from
 * any folder and needs nothing on the PATH.
 *
 * @param node the Node.js to run it with; this process's own by default.
 */
export function tslabKernelspec(node: string = process.execPath): Kernelspec {
  const dir = dirname(createRequire(import.meta.url).resolve("tslab/package.json"));
  return {
    name: "tslab",
    dir,
    // Node.js warns when require() loads an ES module, and the warning would show up as a cell's output.
    argv: [
      node,
      "--disable-warning=ExperimentalWarning",
      `--import=${pathToFileURL(join(packageRoot(), "dist", "jupyter", "tslab-preload.js")).href}`,
      join(dir, "bin", "tslab"),
      "kernel",
      "--config-path",
      "{connection_file}",
    ],
    displayName: "TypeScript (tslab)",
    language: "typescript",
    env: {},
    interruptMode: "signal",
    metadata: {},
  };
}
