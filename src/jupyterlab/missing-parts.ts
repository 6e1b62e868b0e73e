import { existsSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { dataPaths } from "../jupyter/data-paths.ts";
import { type Lab, programIn } from "./find-lab.ts";

/** The oldest JupyterLab that tsnb's extension was tried in, by hand: its major and minor version. */
const OLDEST_FOR_EXTENSION = [4, 4];

/** The Python packages that draw widgets, and the folders of their JupyterLab extensions. */
const WIDGETS = [
  ["jupyterlab_widgets", join("@jupyter-widgets", "jupyterlab-manager")],
  ["anywidget", "anywidget"],
] as const;

/** The features of tsnb that a JupyterLab lacks, in sentences that say what to do about it. */
export function missingParts(lab: Lab, env: NodeJS.ProcessEnv = process.env): readonly string[] {
  const sentences: string[] = [];
  const [major = 0, minor = 0] = lab.version.split(".").map(Number);
  const [oldest = 0, least = 0] = OLDEST_FOR_EXTENSION;
  if (major < oldest || (major === oldest && minor < least)) {
    sentences.push(
      `Cells run in JupyterLab ${lab.version}; types as you type and marks on stale cells need ${OLDEST_FOR_EXTENSION.join(".")} or newer: pip install --upgrade jupyterlab.`,
    );
  }
  const prefix = lab.prefix ?? prefixOf(lab.program, env);
  const folders = dataPaths({ env: { ...env, VIRTUAL_ENV: prefix } }).map((path) => join(path, "labextensions"));
  const missing = WIDGETS.filter(([, name]) => !folders.some((folder) => existsSync(join(folder, name))));
  if (missing.length > 0) {
    const names = missing.map(([name]) => name);
    sentences.push(
      `Sliders and other widgets are shown only as text without ${names.join(" and ")}: pip install ${names.join(" ")}, where JupyterLab is installed.`,
    );
  }
  return sentences;
}

/** The root of the environment whose program the PATH leads to; undefined when the PATH does not lead to one. */
function prefixOf(program: string, env: NodeJS.ProcessEnv): string | undefined {
  for (const folder of (env["PATH"] ?? "").split(delimiter)) {
    const path = programIn(dirname(folder), program);
    if (dirname(path) === folder && existsSync(path)) return dirname(dirname(realpathSync(path)));
  }
  return undefined;
}
