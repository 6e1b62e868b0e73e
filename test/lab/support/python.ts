import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tsnbKernelspec } from "../../../src/kernel/kernelspec.ts";
import { KERNEL_MAIN } from "../../kernel/support/client.ts";

/** Whether Python with venv is there. */
export const hasPython = spawnSync("python3", ["-m", "venv", "--help"]).status === 0;

/** A Python of its own with some packages, and Jupyter folders of its own that know our kernel. */
export type Lab = { readonly folder: string; readonly python: string; readonly env: NodeJS.ProcessEnv };

/**
 * Makes a virtual environment in a temporary folder.
 *
 * @param packages what pip installs.
 * @param node the Node that the kernelspec names.
 */
export function makeLab(
  packages: readonly string[],
  node: string = process.env["TSNB_TEST_NODE"] ?? process.execPath,
): Lab {
  const folder = mkdtempSync(join(tmpdir(), "lab-"));
  run("python3", ["-m", "venv", join(folder, "venv")]);
  const bin = join(folder, "venv", process.platform === "win32" ? "Scripts" : "bin");
  const python = join(bin, "python");
  run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...packages]);
  const { displayName, language, interruptMode, metadata } = tsnbKernelspec(node);
  const kernels = join(folder, "data", "kernels", "tsnb");
  mkdirSync(kernels, { recursive: true });
  const argv = [node, KERNEL_MAIN, "--connection-file", "{connection_file}"];
  const spec = { argv, display_name: displayName, language, interrupt_mode: interruptMode, metadata };
  writeFileSync(join(kernels, "kernel.json"), JSON.stringify(spec));
  const env = {
    ...process.env,
    JUPYTER_DATA_DIR: join(folder, "data"),
    JUPYTER_CONFIG_DIR: join(folder, "config"),
    JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
  };
  return { folder, python, env };
}

function run(command: string, args: string[]): void {
  const { status, stderr, stdout } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed:\n${stdout}\n${stderr}`);
}
