import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts", "examples/**/*.test.ts"],
          exclude: ["test/lab/**", "test/packages/**", "test/**/*.kernel.test.ts"],
          testTimeout: 30_000,
        },
      },
      // Processes that are timed: one file after the other.
      {
        test: {
          name: "kernel",
          include: ["test/**/*.kernel.test.ts"],
          fileParallelism: false,
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
