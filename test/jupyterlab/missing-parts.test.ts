import { mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { programIn } from "../../src/jupyterlab/find-lab.ts";
import { missingParts } from "../../src/jupyterlab/missing-parts.ts";
import { scratch } from "../support/scratch.ts";

const MANAGER = "share/jupyter/labextensions/@jupyter-widgets/jupyterlab-manager/package.json";
const ANYWIDGET = "share/jupyter/labextensions/anywidget/package.json";

function sentences(version: string, files: Readonly<Record<string, string>> = {}): readonly string[] {
  const prefix = scratch(files);
  const program = programIn(prefix, "jupyter-lab");
  return missingParts({ program, prefix, version }, { JUPYTER_DATA_DIR: join(prefix, "user") });
}

describe("a JupyterLab that others installed", () => {
  it.each(["4.4.0", "4.6.6", "5.0.0", "4.10.1"])("has its requirements: %s with both packages", (version) => {
    expect(sentences(version, { [MANAGER]: "{}", [ANYWIDGET]: "{}" })).toEqual([]);
  });

  it.each(["4.0.9", "4.3.6"])("is too old for the extension: %s", (version) => {
    expect(sentences(version, { [MANAGER]: "{}", [ANYWIDGET]: "{}" })).toEqual([
      `Cells run in JupyterLab ${version}; types as you type and marks on stale cells need 4.4 or newer: pip install --upgrade jupyterlab.`,
    ]);
  });

  it("lacks the packages that draw widgets", () => {
    expect(sentences("4.6.0")).toEqual([
      "Sliders and other widgets are shown only as text without jupyterlab_widgets and anywidget: pip install jupyterlab_widgets anywidget, where JupyterLab is installed.",
    ]);
    expect(sentences("4.6.0", { [MANAGER]: "{}" })).toEqual([
      "Sliders and other widgets are shown only as text without anywidget: pip install anywidget, where JupyterLab is installed.",
    ]);
  });

  it.skipIf(process.platform === "win32")("is known by the program that the PATH leads to, through a link", () => {
    const prefix = scratch({ [MANAGER]: "{}", [ANYWIDGET]: "{}", "bin/jupyter-lab": "" });
    const bin = join(scratch(), "bin");
    mkdirSync(bin);
    symlinkSync(join(prefix, "bin", "jupyter-lab"), join(bin, "jupyter-lab"));
    const env = { PATH: `${dirname(bin)}:${bin}`, JUPYTER_DATA_DIR: join(bin, "user") };
    expect(missingParts({ program: "jupyter-lab", prefix: undefined, version: "4.6.0" }, env)).toEqual([]);
  });
});
