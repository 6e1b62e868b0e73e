import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { System } from "../../bench/kernels/systems.ts";
import { tsnbKernelspec } from "../../src/kernel/kernelspec.ts";

const root = join(import.meta.dirname, "..", "..");

/** tsnb of this build, which checks types before it runs a cell. */
export function tsnbSystem(): System {
  const main = join(root, "dist", "kernel", "main.cjs");
  const { argv } = tsnbKernelspec(process.env["TSNB_TEST_NODE"] ?? process.execPath);
  const [node = ""] = argv;
  return {
    name: "tsnb",
    version: versionIn(root),
    command: (file) => [node, main, "--connection-file", file],
    env: { TSNB_CHECK: "block" },
  };
}

/** The tslab that the project depends on. */
export function tslabSystem(): System {
  const folder = join(root, "node_modules", "tslab");
  const program = [process.execPath, "--disable-warning=ExperimentalWarning", join(folder, "bin", "tslab")];
  return {
    name: "tslab",
    version: versionIn(folder),
    command: (file) => [...program, "kernel", "--config-path", file],
    env: {},
  };
}

/** The Deno installed as a package in a folder. */
export function denoSystem(folder: string): System {
  const require = createRequire(join(folder, "package.json"));
  const own = dirname(require.resolve("deno/package.json"));
  const { optionalDependencies } = JSON.parse(readFileSync(join(own, "package.json"), "utf8"));
  const programs = Object.keys(optionalDependencies).flatMap((name) =>
    [join(own, "..", name, "deno"), join(own, "..", name, "deno.exe")].filter((file) => existsSync(file)),
  );
  const [program] = programs;
  if (program === undefined) throw new Error(`the package deno in ${folder} has no program for this machine`);
  return {
    name: "Deno",
    version: versionIn(own),
    command: (file) => [program, "jupyter", "--kernel", "--conn", file],
    env: { DENO_NO_UPDATE_CHECK: "1" },
  };
}

export function versionIn(folder: string): string {
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return String(version);
}
