import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./command.ts";
import { labDir } from "./paths.ts";

const REQUIREMENTS = [
  "anywidget==0.11.*",
  "jupytext>=1.19,<2",
  "jupyterlab==4.6.*",
  "jupyterlab_widgets==3.*",
  "jupyter_client>=8.10,<9",
  "jupyter_kernel_test==0.7.0",
  "jupyter_kernel_gateway==3.*",
  "jupyterhub==6.*",
  "nbclient==0.11.*",
  "nbformat==5.*",
  "nbgrader==0.9.6",
];

/**
 * The folder of a virtual environment; creates it if it does not exist yet or has other requirements.
 *
 * @param name the name of its folder. Default `venv`.
 * @param requirements the requirements for pip. Default: JupyterLab and what its tests need.
 */
export async function makeVenv(name = "venv", requirements: readonly string[] = REQUIREMENTS): Promise<string> {
  const venv = join(labDir, name);
  const ready = join(venv, "requirements.txt");
  const wanted = `${requirements.join("\n")}\n`;
  if (existsSync(ready) && (await readFile(ready, "utf8")) === wanted) return venv;
  await rm(venv, { recursive: true, force: true });
  await run("python3", ["-m", "venv", venv]);
  await run(inVenv(venv, "python"), ["-m", "pip", "install", "--quiet", ...requirements]);
  await writeFile(ready, wanted);
  return venv;
}

/** The path of a program in the environment. */
export function inVenv(venv: string, program: string): string {
  return process.platform === "win32" ? join(venv, "Scripts", `${program}.exe`) : join(venv, "bin", program);
}
