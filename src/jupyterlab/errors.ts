import { TsnbError } from "../util/error.ts";

/** There is no Python that can install JupyterLab. */
export class PythonMissingError extends TsnbError {
  override readonly name = "PythonMissingError";

  constructor(project: string, got: string) {
    super({
      doing: `Installing JupyterLab for ${project}`,
      got,
      fix: "Either install Python 3.10 or newer (python.org; on Debian and Ubuntu, `apt install python3-venv`), or activate a conda environment that has JupyterLab (`conda create -n lab -c conda-forge jupyterlab`), and run this again",
    });
  }
}

/** JupyterLab could not be installed. */
export class LabInstallError extends TsnbError {
  override readonly name = "LabInstallError";

  constructor(venv: string, got: string, cause: unknown) {
    const fix = "Run this again, or install jupyterlab in an environment of your own and activate it";
    super({ doing: `Installing JupyterLab in ${venv}`, got, fix }, { cause });
  }
}

/** A path that is not that of one notebook in the project. */
export class LabNotebookError extends TsnbError {
  override readonly name = "LabNotebookError";

  constructor(notebook: string, got: string) {
    super({ doing: `Opening ${notebook} in JupyterLab`, got, fix: "Name a notebook of this project" });
  }
}
