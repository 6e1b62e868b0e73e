import { join } from "node:path";
import { outputOf } from "../util/programs/program-output.ts";

/** A JupyterLab that can be started. */
export type Lab = {
  /** The program `jupyter-lab`: a path, or its name where the PATH leads to it. */
  readonly program: string;
  /** The root of its Python environment; undefined for a program on the PATH. */
  readonly prefix: string | undefined;
  readonly version: string;
};

/** The first JupyterLab whose extensions need no build. */
const OLDEST_JUPYTERLAB = 4;

/** The folder of the virtual environment that a project has or gets. */
export function venvOf(project: string): string {
  return join(project, ".venv");
}

/** The path of a program in a Python environment. */
export function programIn(prefix: string, name: string): string {
  return process.platform === "win32" ? join(prefix, "Scripts", `${name}.exe`) : join(prefix, "bin", name);
}

/** JupyterLab 4 or newer in the active environment, the project's `.venv`, or on the PATH; undefined without one. */
export async function findLab(project: string, env: NodeJS.ProcessEnv = process.env): Promise<Lab | undefined> {
  const prefixes = [env["VIRTUAL_ENV"], env["CONDA_PREFIX"], venvOf(project)].filter((path) => path !== undefined);
  for (const prefix of [...prefixes, undefined]) {
    const program = prefix === undefined ? "jupyter-lab" : programIn(prefix, "jupyter-lab");
    const version = await outputOf(program, ["--version"]);
    if (version !== undefined && Number.parseInt(version, 10) >= OLDEST_JUPYTERLAB) return { program, prefix, version };
  }
  return undefined;
}
