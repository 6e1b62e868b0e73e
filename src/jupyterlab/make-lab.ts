import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { messageOf } from "../util/error.ts";
import { LabInstallError, PythonMissingError } from "./errors.ts";
import { findLab, type Lab, programIn, venvOf } from "./find-lab.ts";
import { outputOf } from "../util/programs/program-output.ts";

const PYTHONS = process.platform === "win32" ? ["py", "python", "python3"] : ["python3", "python"];
const OLDEST = "3.10";
// The last two draw widgets.
const REQUIREMENTS = ["jupyterlab>=4.4,<5", "jupyterlab_widgets>=3,<4", "anywidget>=0.11,<0.12"];

/** Prints "yes" for a Python that is new enough and can make environments, else the reason that it cannot be used. */
const PROBE = `
import sys
try:
    import ensurepip, venv
    print("yes" if sys.version_info >= (${OLDEST.replace(".", ", ")}) else "its version is " + sys.version.split()[0])
except ImportError:
    print("it has no module ensurepip")
`;

/**
 * Installs JupyterLab in the project's `.venv`, which is created if missing.
 *
 * @throws {PythonMissingError} when there is no Python that can make it.
 * @throws {LabInstallError} when the installation fails, or JupyterLab does not start afterwards.
 */
export async function makeLab(project: string): Promise<Lab> {
  const venv = venvOf(project);
  const python = programIn(venv, "python");
  try {
    if (!existsSync(python)) await run(await findPython(project), ["-m", "venv", venv]);
    await run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...REQUIREMENTS]);
  } catch (error) {
    if (error instanceof PythonMissingError) throw error;
    throw new LabInstallError(venv, lastLine(error), error);
  }
  const lab = await findLab(project, { ...process.env, VIRTUAL_ENV: venv });
  if (lab === undefined) throw new LabInstallError(venv, "it does not start after the installation", undefined);
  return lab;
}

async function findPython(project: string): Promise<string> {
  const problems: string[] = [];
  for (const program of PYTHONS) {
    const said = await outputOf(program, ["-c", PROBE]);
    if (said === "yes") return program;
    if (said !== undefined) problems.push(`${program} cannot be used: ${said}`);
  }
  throw new PythonMissingError(project, problems[0] ?? "neither JupyterLab nor Python was found");
}

function run(program: string, args: readonly string[]): Promise<unknown> {
  return promisify(execFile)(program, [...args], { windowsHide: true, maxBuffer: 64e6 });
}

function lastLine(error: unknown): string {
  const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
  return (said === "" ? messageOf(error) : said).split("\n").at(-1)?.replace(/\.$/, "") ?? "";
}
