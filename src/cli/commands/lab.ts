import { Command, InvalidArgumentError } from "commander";
import { findLab, venvOf } from "../../jupyterlab/find-lab.ts";
import { firstNotebook, notebookIn } from "../../jupyterlab/first-notebook.ts";
import { installKernels } from "../../jupyterlab/install-kernels.ts";
import { makeLab } from "../../jupyterlab/make-lab.ts";
import { missingParts } from "../../jupyterlab/missing-parts.ts";
import { startLab } from "../../jupyterlab/start-lab.ts";
import { labelOf } from "../../notebook/find.ts";
import { nearestFolder } from "../../util/files/nearest-folder.ts";
import { withElapsed } from "../elapsed-line.ts";
import { LAST_PORT } from "../../jupyter/free-ports.ts";

/** `tsnb lab`: opens the project in JupyterLab, and installs JupyterLab first if necessary. */
export function command(): Command {
  return new Command("lab")
    .description(
      "Open a notebook in JupyterLab with tsnb's kernel and extension. It uses the JupyterLab of the active " +
        "environment, of the project's .venv, or on the PATH, or else installs one in .venv.",
    )
    .argument("[notebook]", "a notebook of the project (default: the first in its folder, or in notebooks)")
    .option("--no-browser", "only print the address")
    .option("--port <number>", "the server's port (default: 8888, or the next that is free)", port)
    .action(async (wanted: string | undefined, options: { browser: boolean; port?: number }) => {
      const project = nearestFolder(process.cwd(), "package.json") ?? process.cwd();
      const notebook = await (wanted === undefined ? firstNotebook(project) : notebookIn(project, wanted));
      const making = `Installing JupyterLab in ${labelOf(venvOf(project))}, which is done once`;
      const lab = (await findLab(project)) ?? (await withElapsed(process.stderr, making, makeLab(project)));
      const data = await installKernels(lab, project);
      for (const sentence of missingParts(lab)) process.stderr.write(`${sentence}\n`);
      process.stderr.write(`JupyterLab ${lab.version} opens ${notebook ?? project}; Ctrl-C ends it.\n`);
      process.exitCode = await startLab(lab, { project, notebook, data, browser: options.browser, port: options.port });
    });
}

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > LAST_PORT) {
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${LAST_PORT}.`);
  }
  return value;
}
