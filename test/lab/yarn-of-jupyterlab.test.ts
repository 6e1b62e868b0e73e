import { spawnSync } from "node:child_process";
import { expect, inject, it } from "vitest";
import { inVenv } from "./support/venv.ts";

it("JupyterLab's Yarn still fails in a project of ES modules, such as this one, unless a package.json says that it is CommonJS", () => {
  const path = "from jupyterlab.commands import YARN_PATH; print(YARN_PATH, end='')";
  const { stdout: yarn } = spawnSync(inVenv(inject("venv"), "python"), ["-c", path], { encoding: "utf8" });
  const { stderr } = spawnSync(process.execPath, [yarn, "--version"], { encoding: "utf8" });
  expect(stderr).toContain('Dynamic require of "util" is not supported');
});
