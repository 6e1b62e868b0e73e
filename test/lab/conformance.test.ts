import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasPython, type Lab, makeLab } from "./support/python.ts";

describe.skipIf(!hasPython)("the public conformance suite", () => {
  let lab: Lab;

  beforeAll(() => {
    lab = makeLab(["jupyter_kernel_test==0.7.0"]);
  });

  afterAll(() => {
    rmSync(lab.folder, { recursive: true, force: true });
  });

  it("passes without a failure or a skip", () => {
    const script = fileURLToPath(new URL("./conformance.py", import.meta.url));
    const { stderr, status } = spawnSync(lab.python, [script], { env: lab.env, encoding: "utf8" });
    expect(stderr).not.toMatch(/skipped/);
    expect(stderr).toMatch(/Ran 13 tests/);
    expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
  });
});
