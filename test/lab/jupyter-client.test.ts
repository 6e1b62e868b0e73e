import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasPython, type Lab, makeLab } from "./support/python.ts";

describe.skipIf(!hasPython)("Jupyter's own client", () => {
  let lab: Lab;

  beforeAll(() => {
    lab = makeLab(["jupyter_client>=8.10", "nbclient"]);
  });

  afterAll(() => {
    rmSync(lab.folder, { recursive: true, force: true });
  });

  it("drives the kernel: cells, stdin, interrupts, restarts, encryption, notebooks", () => {
    const script = fileURLToPath(new URL("./jupyter-client.py", import.meta.url));
    const { stderr, status } = spawnSync(lab.python, [script], { env: lab.env, cwd: lab.folder, encoding: "utf8" });
    expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
  });
});
