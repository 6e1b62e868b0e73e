import { expect, it } from "vitest";
import type { DoctorFacts } from "../../../src/cli/doctor/facts.ts";
import { doctorReport } from "../../../src/cli/doctor/report.ts";

const facts: DoctorFacts = {
  tsnb: "1.0.0",
  node: "v20.19.0",
  platform: "linux x64",
  packages: [
    { name: "zeromq", version: "6.0.0" },
    { name: "nodejs-polars", version: "0.24.1", problem: "wrong architecture" },
  ],
  typescript: { version: "7.0.2", from: "the project" },
  jupyter: [{ name: "jupyterlab", version: "4.6.0" }],
  paths: [
    { path: "/env/share/jupyter", exists: true },
    { path: "/usr/share/jupyter", exists: false },
  ],
  kernels: [
    {
      name: "tsnb",
      dir: "/env/share/jupyter/kernels/tsnb",
      language: "typescript",
      kind: "tsnb",
      program: "/old/node",
      programProblem: "it does not exist",
      script: { path: "/tsnb/dist/kernel/main.cjs", exists: true },
      missing: ["something is missing"],
    },
  ],
  malformed: [],
  bundled: { readyMs: 99.6, resultMs: 12.2 },
};

it("prints aligned columns, then problems and remedies", () => {
  expect(doctorReport(facts, [{ what: "It is broken.", fix: "Install it again" }, { what: "And this" }])).toBe(`tsnb
  version        1.0.0
  Node.js        v20.19.0 on linux x64
  zeromq         6.0.0
  nodejs-polars  0.24.1, broken
  TypeScript     7.0.2, from the project

Jupyter
  jupyterlab  4.6.0
  searched    /env/share/jupyter
              /usr/share/jupyter (not there)

Kernel "tsnb"
  folder   /env/share/jupyter/kernels/tsnb
  kind     tsnb, for typescript
  program  /old/node (it does not exist)
  script   /tsnb/dist/kernel/main.cjs
  note     on this Node.js, something is missing

Kernel of this package
  start  ready in 100 ms, 1 + 1 in 12 ms

2 problems:
1. It is broken.
   Install it again.
2. And this.`);
});

it("says so when nothing is wrong", () => {
  expect(doctorReport({ ...facts, jupyter: undefined }, [])).toMatch(
    /installed +not on the PATH[^]*\nNo problems found\.$/,
  );
});
