import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { TsnbError } from "../util/error.ts";
import { packageRoot } from "../util/package-root.ts";
import type { Kernelspec } from "./kernelspec.ts";

/** The tslab kernel was requested, but its package is not installed. */
export class TslabMissingError extends TsnbError {
  override readonly name = "TslabMissingError";

  constructor() {
    super({
      doing: 'Finding the kernel "tslab"',
      got: "the package tslab is not installed",
      fix: "Add it with `npm install tslab`, or use the kernel tsnb",
    });
  }
}

/** The folder of the package tslab that is installed beside tsnb; undefined when there is none. */
export function tslabFolder(): string | undefined {
  try {
    return dirname(createRequire(import.meta.url).resolve("tslab/package.json"));
  } catch {
    return undefined;
  }
}

/**
 * The kernelspec of the tslab that is installed beside tsnb, with absolute paths, so that it starts from
 * any folder and needs nothing on the PATH.
 *
 * @param node the Node.js to run it with; this process's own by default.
 * @throws {TslabMissingError} when the package tslab is not installed.
 */
export function tslabKernelspec(node: string = process.execPath): Kernelspec {
  const dir = tslabFolder();
  if (dir === undefined) throw new TslabMissingError();
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
