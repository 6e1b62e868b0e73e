// Bundles src into dist, a file for each entry and what they share in dist/chunks: Node loads a few
// large modules faster than the many small ones they are made of.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, "dist");

const modules = [
  "display/index.ts",
  "lesson/index.ts",
  "run/index.ts",
  "cli/main.ts",
  "jupyter/tslab-preload.ts",
  "kernel/child/main.ts",
  "kernel/child/watchdog-thread.ts",
  "kernel/child/modules/hooks-thread.ts",
];

// The kernel's own process is CommonJS: it starts sooner without Node's loader of ES modules. Not so the
// process of the cells: CommonJS would look up each function of Node in an object that cells may patch.
const programs = ["kernel/main.ts"];

// Packages stay packages: they are the user's to update, and some are native.
const packages = /^(?:node:|@?[\w-]+(?:[/.]|$))/;

const common = { cwd: root, platform: "node", logLevel: "warn" };

await build({
  ...common,
  input: inputOf(modules),
  external: packages,
  output: { dir: dist, format: "esm", chunkFileNames: "chunks/[name].js", cleanDir: true },
});
await build({
  ...common,
  input: inputOf(programs),
  external: packages,
  output: {
    dir: dist,
    format: "cjs",
    strict: true,
    entryFileNames: "[name].cjs",
    chunkFileNames: "chunks/[name].cjs",
  },
});

function inputOf(entries) {
  return Object.fromEntries(entries.map((entry) => [entry.replace(/\.ts$/, ""), `./src/${entry}`]));
}
