import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { BaseSequencer } from "vitest/node";

// Tests of memory and of large outputs: only two of these files run side by side, and nothing else.
const undisturbed = ["large-output", "stalled-clients", "garbage"].map(
  (name) => `test/kernel/**/${name}.kernel.test.ts`,
);

// Files that take the longest: begun first, so that no worker is busy with one when the others have nothing left.
const LONGEST = [
  "run/tslab",
  "lesson/notebooks",
  "run/cache/cell-cache",
  "run/type-check/clean-notebooks",
  "cli/commands/run",
  "run/cache/notebook-cache",
  "reported/reported-notebooks",
  "kernel/protocol/lifetime",
  "house/ci-recipes",
  "kernel/child/hostile-cells",
  "reported/runner",
  "run/options/run-options",
  "classroom/grade-notebook",
  "kernel/live/live-session",
  "kernel/protocol/interrupt",
  "kernel/types/project-settings",
  "check/check-notebooks",
  "run/execute/execute-notebook",
  "cli/commands/run-types",
  "cli/commands/run-check",
  "kernel/protocol/stalled-clients",
  "cli/commands/check-recipes",
  "kernel/types/compiler-restarts",
  "kernel/child/shell-and-npm",
  "run/deterministic",
  "vitest/plugin",
  "cli/commands/git",
  "run/servers/server-pool",
  "run/servers/faults",
  "run/servers/kernels/kernel-requests",
  "kernel/protocol/large-output",
];

// TypeScript's compiler, written in Go, does a quarter less work when it collects no garbage, on one processor.
const GO = { GOGC: "off", GOMEMLIMIT: "600MiB", GOMAXPROCS: "1" };

// Node.js 20 parses these certificates at each start, which doubles the time of a start. No test needs them.
const NODE = { NODE_EXTRA_CA_CERTS: "" };

// Unit tests use all processors; more processes would only load the same packages more often.
const FEW = availableParallelism() + 1;

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
          maxWorkers: availableParallelism() + 4,
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
