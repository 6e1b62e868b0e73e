import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Kernelspec } from "../jupyter/kernelspec.ts";
import type { Labextension } from "../jupyter/labextension-files.ts";
import { packageRoot } from "../util/package-root.ts";

/**
 * The kernelspec of tsnb's own kernel, with absolute paths, so that it starts from any folder and needs
 * nothing on the PATH.
 *
 * @param node the path of the Node.js that runs it; default: the one that runs this process.
 *
 * @example
 * tsnbKernelspec("/usr/bin/node").argv[0]; // "/usr/bin/node"
 */
export function tsnbKernelspec(node: string = process.execPath): Kernelspec {
  return {
    name: "tsnb",
    dir: join(packageRoot(), "assets", "kernel"),
    argv: [node, join(packageRoot(), "dist", "kernel", "main.cjs"), "--connection-file", "{connection_file}"],
    displayName: "TypeScript (tsnb)",
    language: "typescript",
    env: {},
    interruptMode: "message",
    metadata: { supported_encryption: ["curve"] },
  };
}

/** The built JupyterLab extension that comes with this package. */
export function labextension(): Labextension {
  const files = join(packageRoot(), "dist", "labextension");
  return {
    name: "tsnb",
    files,
    uninstall: "Run `tsnb kernel uninstall tsnb`, with --sys-prefix or --prefix DIR if it was installed that way.",
  };
}

/** The paths of the kernel's logos, which an installed kernelspec has beside it. */
export async function kernelLogos(): Promise<string[]> {
  const folder = join(packageRoot(), "assets", "kernel");
  return (await readdir(folder)).filter((name) => name.startsWith("logo-")).map((name) => join(folder, name));
}

/** The oldest version of Node.js that runs tsnb and its kernels. */
export const OLDEST_NODE = "20.19";

/** True when a version of Node.js, such as "v18.20.0", is older than `OLDEST_NODE`. */
export function isTooOld(version: string): boolean {
  return isOlder(version, OLDEST_NODE);
}

/**
 * The features that the kernel lacks on a supported version of Node.js, described for users; empty from 22.15 on.
 *
 * @param version such as "20.19.0" or "v20.19.0".
 *
 * @example
 * missingOn("20.19.0").length > 0; // true
 * missingOn("24.0.0"); // []
 */
export function missingOn(version: string): string[] {
  const missing: string[] = [];
  if (isOlder(version, "22.15")) {
    missing.push(
      "the paths of tsconfig.json do not apply to require() in files of CommonJS; a file that is imported and required is loaded twice; and imports start a thread of their own",
    );
  }
  if (isOlder(version, "22.7")) {
    missing.push("what a timer prints after its cell has ended is shown at the cell that ran last, and marked as late");
  }
  return missing;
}

function isOlder(version: string, other: string): boolean {
  const [major = 0, minor = 0] = numbersOf(version);
  const [otherMajor = 0, otherMinor = 0] = numbersOf(other);
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}

function numbersOf(version: string): number[] {
  return version.replace(/^v/, "").split(".").map(Number);
}
