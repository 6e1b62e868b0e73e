import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { BaseSequencer } from "vitest/node";

// Tests of memory and of large outputs: only two of these files run side by side, and nothing else.
const undisturbed = ["large-output", "stalled-clients"].map((name) => `test/kernel/**/${name}.kernel.test.ts`);

// Files that take the longest: begun first, so that no worker is busy with one when the others have nothing left.
const LONGEST = [
  "run/tslab",
  "lesson/notebooks",
  "run/type-check/clean-notebooks",
  "cli/commands/run",
  "run/cache/cell-cache",
  "kernel/protocol/lifetime",
  "house/ci-recipes",
  "run/cache/notebook-cache",
  "kernel/child/hostile-cells",
  "check/check-notebooks",
  "run/options/run-options",
  "classroom/grade-notebook",
  "reported/runner",
  "run/execute/execute-notebook",
  "kernel/protocol/interrupt",
  "kernel/types/project-settings",
  "run/cache/on-server/server-cache",
  "check/imported-notebooks",
  "kernel/child/names",
  "run/deterministic",
  "cli/commands/run-check",
  "cli/commands/run-types",
  "serve/kernels",
  "kernel/protocol/checking/execute-checked",
  "values/values",
  "cli/commands/check-recipes",
  "kernel/child/shell-and-npm",
  "kernel/protocol/second-client",
  "run/parameters/numbers",
  "kernel/types/type-errors",
  "widgets/headless",
  "gateway/launch-kernel",
  "examples/examples",
  "check/declarations/declare-notebooks",
  "kernel/child/threads",
  "run/parameters/parameters",
  "kernel/types/compiler-restarts",
  "kernel/live/live-session",
  "cli/commands/kernel",
  "cli/commands/lesson-check",
  "cli/commands/run-reports",
  "cli/commands/serve",
  "run/killed",
  "vitest/plugin",
  "cli/commands/git",
  "run/servers/server-pool",
  "run/servers/faults",
  "run/servers/kernels/kernel-requests",
];

// TypeScript's compiler, written in Go, does a quarter less work when it collects no garbage, on one processor.
const GO = { GOGC: "off", GOMEMLIMIT: "600MiB", GOMAXPROCS: "1" };

// Node.js 20 parses these certificates at each start, which doubles the time of a start. No test needs them.
const NODE = { NODE_EXTRA_CA_CERTS: "" };

// Few unit tests wait for anything; more processes would only load the same packages more often.
const FEW = availableParallelism() + 2;

type Files = Parameters<BaseSequencer["sort"]>[0];

class LongestFirst extends BaseSequencer {
  override sort(files: Files): Promise<Files> {
    const rank = ({ moduleId }: Files[number]): number => {
      const at = LONGEST.findIndex((name) => moduleId.includes(`/test/${name}.`));
      return at < 0 ? LONGEST.length : at;
    };
    return Promise.resolve(files.toSorted((a, b) => rank(a) - rank(b)));
  }
}

/** Tests that replace modules, which other tests must not share. */
export const replacing: string[] = ["test/run/scripted/**/*.test.ts", "test/lesson/data/danfo-missing.test.ts"];

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    // Keeps compiled modules, by their content, in node_modules for the next run; `vitest --clearCache` removes them.
    experimental: { fsModuleCache: true },
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts", "examples/**/*.test.ts", "starter/*.test.ts"],
          exclude: ["test/lab/**", "test/packages/**", "test/**/*.kernel.test.ts", ...replacing],
          // Files share a process, which loads Polars, Vega and the like once.
          isolate: false,
          maxWorkers: FEW,
          restoreMocks: true,
          unstubEnvs: true,
          env: NODE,
          testTimeout: 30_000,
        },
      },
      { test: { name: "replacing", include: replacing, maxWorkers: FEW, env: NODE, testTimeout: 30_000 } },
      {
        test: {
          name: "kernel",
          include: ["test/**/*.kernel.test.ts"],
          exclude: undisturbed,
          // Files share a process, which loads the runner and the client once.
          isolate: false,
          restoreMocks: true,
          unstubEnvs: true,
          // Tests that start kernels wait for them half of their time.
          maxWorkers: availableParallelism() + 6,
          sequence: { groupOrder: 1 },
          env: { ...GO, ...NODE },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "alone",
          include: undisturbed,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
          env: NODE,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "lab",
          include: ["test/lab/**/*.test.ts"],
          globalSetup: ["test/lab/global-setup.ts"],
          fileParallelism: false,
          maxConcurrency: 2,
          testTimeout: 900_000,
          hookTimeout: 900_000,
        },
      },
      // Installs packages from the registry: run by hand.
      {
        test: {
          name: "packages",
          include: ["test/packages/**/*.test.ts"],
          testTimeout: 900_000,
          hookTimeout: 3_600_000,
        },
      },
    ],
  },
});
