import { defineConfig } from "vitest/config";

// The young kernel's own processes: slow, and run by themselves with `npm run test:kernel`.
const ownKernel = ["test/kernel/{protocol,types,child}/**/*.test.ts", "test/lab/{conformance,jupyter-client}.test.ts"];

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["test/unit/**/*.test.ts"], testTimeout: 30_000 } },
      {
        test: {
          name: "kernel",
          include: ["test/kernel/**/*.test.ts"],
          exclude: ownKernel,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "own-kernel",
          include: ownKernel,
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: "lab",
          include: ["test/lab/**/*.test.ts"],
          exclude: ownKernel,
          globalSetup: ["test/lab/global-setup.ts"],
          testTimeout: 900_000,
          hookTimeout: 900_000,
        },
      },
    ],
  },
});
