import { spawnSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratch } from "../support/scratch.ts";

const main = join(import.meta.dirname, "..", "..", "dist", "cli", "main.cjs");

type Programs = Readonly<Record<string, string>>;

/** Runs `tsnb lab` in a project, whose own `jupyter-lab` can be run, with shell scripts as the only programs on the PATH. */
function lab(programs: Programs, args: readonly string[] = [], files: Record<string, string> = {}) {
  const project = scratch({ "package.json": "{}", "first.ipynb": "", ...files });
  for (const name of Object.keys(files)) if (name.endsWith("/jupyter-lab")) chmodSync(join(project, name), 0o755);
  const bin = scratch(
    Object.fromEntries(Object.entries(programs).map(([name, code]) => [name, `#!/bin/sh\n${code}\n`])),
  );
  for (const name of Object.keys(programs)) chmodSync(join(bin, name), 0o755);
  const { VIRTUAL_ENV: _, CONDA_PREFIX: __, JUPYTER_PATH: ___, ...rest } = process.env;
  const env = {
    ...rest,
    PATH: [bin, "/bin", dirname(process.execPath)].join(delimiter),
    TSNB_CACHE: join(bin, "cache"),
  };
  const options = { cwd: project, env: { ...env, PATH: bin }, encoding: "utf8", timeout: 60_000 } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, "lab", ...args], options);
  return { status, stdout, stderr, project };
}

// The script uses only the shell's builtins, because nothing else is on the PATH.
const JUPYTER =
  'if [ "$1" = --version ]; then echo 4.5.1; exit; fi\necho "path: $JUPYTER_PATH"\nfor each; do echo "arg: $each"; done\nexit 3';

describe.skipIf(process.platform === "win32")("tsnb lab", () => {
  it("starts the JupyterLab on the PATH with the first notebook and the kernels, and ends as it does", () => {
    const { status, stdout, stderr, project } = lab({ "jupyter-lab": JUPYTER }, ["--no-browser", "--port", "9999"]);
    expect(status).toBe(3);
    expect(stderr).toMatch(
      /^Sliders and other widgets are shown only as text without .*\nJupyterLab 4\.5\.1 opens first\.ipynb;/,
    );
    const said = stdout.split("\n");
    expect(said).toEqual(
      expect.arrayContaining([
        `arg: --ServerApp.root_dir=${project}`,
        "arg: --LabApp.default_url=/lab/tree/first.ipynb",
        "arg: --no-browser",
        "arg: --ServerApp.port=9999",
      ]),
    );
    expect(said.find((line) => line.startsWith("path: "))).toMatch(/cache/);
  });

  it("installs tsnb's kernel and extension and tslab's kernel where that JupyterLab finds them", () => {
    const show =
      'if [ "$1" = --version ]; then echo 4.5.1; exit; fi\nfor each in "$JUPYTER_PATH"/*/*/kernel.json "$JUPYTER_PATH"/labextensions/*; do echo "$each"; read -r line < "$each/package.json"; done';
    const { stdout } = lab({ "jupyter-lab": show });
    expect(stdout).toMatch(/kernels\/tslab\/kernel\.json\n[^]*kernels\/tsnb\/kernel\.json\n[^]*labextensions\//);
  });

  it("lets the JupyterLab in .venv run CommonJS files in a project of ES modules", () => {
    const script = `#!/bin/sh\nif [ "$1" = --version ]; then echo 4.6.6; exit; fi\n${process.execPath} .venv/lib/yarn.js\n`;
    const { stdout } = lab({}, [], {
      "package.json": '{ "type": "module" }',
      ".venv/bin/jupyter-lab": script,
      ".venv/lib/yarn.js": 'console.log(typeof require("node:util").inspect);',
    });
    expect(stdout).toBe("function\n");
  });

  it("opens a notebook whose name needs escaping", () => {
    const { stdout } = lab({ "jupyter-lab": JUPYTER }, ["my notes/été 1.ipynb"], { "my notes/été 1.ipynb": "" });
    expect(stdout).toContain("arg: --LabApp.default_url=/lab/tree/my%20notes/%C3%A9t%C3%A9%201.ipynb\n");
  });

  it.each<[string, Programs, RegExp]>([
    [
      "there is no Python",
      {},
      /neither JupyterLab nor Python was found\. Either install Python .*, or activate a conda/,
    ],
    [
      "JupyterLab and Python are too old",
      { "jupyter-lab": "echo 3.6.8", python3: "echo its version is 3.8.1" },
      /python3 cannot be used: its version is 3\.8\.1\. Either/,
    ],
    ["what is called python3 is broken", { python3: "exit 9" }, /neither JupyterLab nor Python was found/],
  ])("gives advice when %s", (_, programs, message) => {
    const { status, stderr } = lab(programs);
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain("    at ");
  });

  it("says why JupyterLab could not be installed", () => {
    const python =
      'case "$*" in *version_info*) echo yes;; *"-m venv"*) echo "no room on the disk." >&2; exit 1;; esac';
    const { status, stderr, project } = lab({ python3: python });
    expect(status).toBe(1);
    expect(stderr).toContain(`Installing JupyterLab in ${join(project, ".venv")}: no room on the disk. Run this again`);
  });

  it("refuses a port that is none", () => {
    const { status, stderr } = lab({ "jupyter-lab": JUPYTER }, ["--port", "70000"]);
    expect(status).toBe(2);
    expect(stderr).toContain("It must be a whole number from 1 to 65535.");
  });
});
