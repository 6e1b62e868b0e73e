import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// Tests of memory, pacing, and how soon something ends: only two of these files run side by side, and nothing else.
const undisturbed = ["pacing", "interrupt", "lifetime", "garbage"].map(
  (name) => `test/kernel/**/${name}.kernel.test.ts`,
);

/** Tests that replace modules, which other tests must not share. */
export const replacing: string[] = ["test/run/scripted/**/*.test.ts", "test/lesson/data/danfo-missing.test.ts"];

export default defineConfig({
  test: {
    // Tests that start kernels wait for them half of their time.
    maxWorkers: availableParallelism() + 2,
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts", "examples/**/*.test.ts", "starter/*.test.ts"],
          exclude: ["test/lab/**", "test/packages/**", "test/**/*.kernel.test.ts", ...replacing],
          // Files share a process, which loads Polars, Vega and the like once.
          isolate: false,
          restoreMocks: true,
          unstubEnvs: true,
          testTimeout: 30_000,
        },
      },
      { test: { name: "replacing", include: replacing, testTimeout: 30_000 } },
      {
        test: {
          name: "kernel",
          include: ["test/**/*.kernel.test.ts"],
          exclude: undisturbed,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "alone",
          include: undisturbed,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
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
          hookTimeout: 3_600_000,
        },
      },
    ],
  },
});
