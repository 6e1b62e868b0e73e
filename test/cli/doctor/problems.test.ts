import { describe, expect, it } from "vitest";
import type { DoctorFacts, KernelFact } from "../../../src/cli/doctor/facts.ts";
import { problemsIn } from "../../../src/cli/doctor/problems.ts";

const kernel: KernelFact = {
  name: "tsnb",
  dir: "/env/share/jupyter/kernels/tsnb",
  language: "typescript",
  kind: "tsnb",
  program: "/usr/bin/node",
  node: "v24.0.0",
  script: { path: "/tsnb/dist/kernel/main.cjs", exists: true },
  missing: [],
  start: { readyMs: 100, resultMs: 10 },
};

const healthy: DoctorFacts = {
  tsnb: "1.0.0",
  node: "v24.0.0",
  platform: "linux x64",
  packages: [{ name: "zeromq", version: "6.0.0" }],
  typescript: { version: "7.0.2", from: "tsnb" },
  jupyter: [{ name: "jupyterlab", version: "4.6.0" }],
  paths: [{ path: "/env/share/jupyter", exists: true }],
  kernels: [kernel],
  malformed: [],
};

const whats = (facts: Partial<DoctorFacts>): string[] => problemsIn({ ...healthy, ...facts }).map(({ what }) => what);
const ofKernel = (changes: Partial<KernelFact>) => problemsIn({ ...healthy, kernels: [{ ...kernel, ...changes }] });

describe("problemsIn", () => {
  it("finds none in a healthy setup", () => {
    expect(problemsIn(healthy)).toEqual([]);
  });

  it("reports a Node.js that is too old, and no other", () => {
    expect(whats({ node: "v20.18.3" })).toEqual(["Node.js v20.18.3 is too old: tsnb needs 20.19 or newer"]);
    expect(whats({ node: "v18.20.0" })).toHaveLength(1);
    expect(whats({ node: "v20.19.0" })).toEqual([]);
  });

  it("names native packages that do not load, a missing compiler, and malformed kernelspecs", () => {
    const packages = [{ name: "zeromq", version: "6.0.0", problem: "wrong architecture" }];
    expect(whats({ packages })).toEqual(["zeromq does not load: wrong architecture"]);
    expect(whats({ typescript: { problem: "no compiler" } })).toEqual(["no compiler"]);
    expect(whats({ malformed: ["kernel.json is empty"] })).toEqual(["kernel.json is empty"]);
  });

  it("gives the command that repairs a kernelspec in place", () => {
    expect(ofKernel({ programProblem: "it does not exist" })).toEqual([
      {
        what: 'The kernel "tsnb" starts /usr/bin/node, but it does not exist',
        fix: "Run tsnb kernel install --prefix /env",
      },
    ]);
    const users = { dir: "/home/me/.local/share/jupyter/kernels/tslab", name: "tslab", kind: "tslab" } as const;
    expect(ofKernel({ ...users, script: { path: "/gone/tslab", exists: false } })).toContainEqual({
      what: 'The kernel "tslab" runs /gone/tslab, which does not exist',
      fix: "Run tsnb kernel install --tslab",
    });
  });

  it("names the old Node.js of a kernelspec", () => {
    expect(ofKernel({ node: "v18.0.0" })[0]?.what).toContain("starts Node.js v18.0.0; it needs 20.19");
  });

  it("names a kernel that does not start", () => {
    expect(ofKernel({ start: { problem: "it ended" } })[0]?.what).toBe('The kernel "tsnb" does not work: it ended');
    expect(whats({ bundled: { problem: "it ended" } })).toEqual(["tsnb's kernel does not work: it ended"]);
  });

  it("reports a missing kernelspec only where Jupyter is installed", () => {
    expect(whats({ kernels: [] })).toEqual(["Jupyter finds no tsnb kernel"]);
    expect(problemsIn({ ...healthy, kernels: [], jupyter: undefined })).toEqual([]);
  });
});
