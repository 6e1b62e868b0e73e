import { readFileSync } from "node:fs";
import { configDefaults } from "vitest/config";
import { affectedTests, type ViteServer } from "./affected-tests.ts";
import { importedModule, withNames } from "./imported-module.ts";
import { isNotebook } from "../kernel/project/find-file.ts";
import { EXECUTED, USUAL_OUT } from "../notebook/find.ts";
import { TsnbError } from "../util/error.ts";
import { testModule, type TestModule } from "./test-module.ts";

export type { TestModule };

/** Options of {@link notebookTests}. */
export type NotebookTestOptions = {
  /** Glob patterns of the notebooks. Default: all below the root of the project, but not those in `out/notebooks`. */
  readonly include?: readonly string[];
  /** The time that a cell may run, in milliseconds. Default: 60,000. */
  readonly timeout?: number;
};

/** The part of a Vite plugin that Vitest needs. */
export type NotebookPlugin = {
  /** The plugin's name in Vite's messages: `tsnb:notebooks`. */
  readonly name: string;
  /** Runs it before Vite's own plugins, which cannot read notebooks. */
  readonly enforce: "pre";
  /** Adds the notebooks to the project's test files. */
  readonly config: (user: { readonly test?: { readonly include?: string[] } }) => {
    /** The settings that Vitest adds to those of the project. */
    readonly test: {
      /** Glob patterns of the notebooks, after Vitest's own patterns unless the project has some. */
      readonly include: string[];
      /** Vitest's own exclusions, checkpoints, and the notebooks that `tsnb run` writes. */
      readonly exclude: string[];
      /** The tests to run again in watch mode. */
      readonly watchTriggerPatterns: {
        /** Matches every path. */
        readonly pattern: RegExp;
        /** The tests that a changed file reaches by way of notebooks. */
        readonly testsToRun: (file: string) => string[] | undefined;
      }[];
    };
  };
  /** Notes the servers, which know the imports of each module. */
  readonly configureServer: (server: ViteServer) => void;
  /** Keeps modules of notebooks out of Vitest's experimental cache of modules, where there is one. */
  readonly configureVitest: (context: {
    readonly project: unknown;
    readonly experimental_defineCacheKeyGenerator?: (
      key: (module: { readonly id: string }) => false | undefined,
    ) => void;
  }) => void;
  /** Makes the test module of a notebook, or the module of an imported one; undefined for other files. */
  readonly load: (id: string) => TestModule | undefined;
  /** Rewrites imports from notebooks in tests and files so that they say which names they take. */
  readonly transform: (code: string, id: string) => TestModule | undefined;
};

/**
 * Turns notebooks into test files for Vitest: each code cell is a test, named by the heading of its section, and runs
 * after the cells before it. A cell tagged `skip-execution` is skipped, one tagged `raises-exception` must throw.
 * Commands to the kernel (`%npm`, `!ls`) are left out. Tests and the files that they import can import from notebooks.
 *
 * @example
 * import { defineConfig } from "vitest/config";
 * import { notebookTests } from "tsnb/vitest";
 * export default defineConfig({ plugins: [notebookTests()] });
 */
export function notebookTests(options: NotebookTestOptions = {}): NotebookPlugin {
  const { include = ["**/*.ipynb"], timeout = 60_000 } = options;
  const servers = new Set<ViteServer>();
  return {
    name: "tsnb:notebooks",
    enforce: "pre",
    config: (user) => ({
      // Vite joins lists; if the project has none, Vitest's own would be lost.
      test: {
        include: [...(user.test?.include === undefined ? configDefaults.include : []), ...include],
        exclude: [...configDefaults.exclude, "**/.ipynb_checkpoints/**", ...executedNotebooks(include)],
        watchTriggerPatterns: [{ pattern: /./, testsToRun: (file) => affectedTests(servers, file) }],
      },
    }),
    configureServer: (server) => void servers.add(server),
    // A module also depends on the files that its notebook exports names from, which the cache does not know.
    configureVitest: (context) =>
      context.experimental_defineCacheKeyGenerator?.(({ id }) => (isNotebook(fileOf(id)) ? false : undefined)),
    load(id) {
      const file = fileOf(id);
      if (!isNotebook(file)) return undefined;
      try {
        return importedModule(id) ?? testModule(readFileSync(file, "utf8"), file, timeout);
      } catch (error) {
        throw withoutFrames(error);
      }
    },
    transform: (code, id) => withNames(code, fileOf(id)),
  };
}

function fileOf(id: string): string {
  return id.split("?")[0] ?? id;
}

// Vitest shows the stack and the causes of an error, which for a faulty notebook are those of this plugin.
function withoutFrames(error: unknown): unknown {
  if (!(error instanceof TsnbError)) return error;
  error.stack = `${error.name}: ${error.message}`;
  delete error.cause;
  return error;
}

/** The notebooks that `tsnb run` writes, unless a pattern names their folder. */
function executedNotebooks(include: readonly string[]): readonly string[] {
  const folder = `${USUAL_OUT}/${EXECUTED}/`;
  return include.some((pattern) => pattern.includes(folder)) ? [] : [`**/${folder}**`];
}
