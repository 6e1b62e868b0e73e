// Bundles src into dist, a file for each entry and what they share in dist/chunks: Node loads a few
// large modules several times faster than the many small ones they are made of.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const entries = [
  "display/index.ts",
  "lesson/index.ts",
  "run/index.ts",
  "cli/main.ts",
  "jupyter/tslab-preload.ts",
  "kernel/main.ts",
  "kernel/child/main.ts",
  "kernel/child/watchdog-thread.ts",
  "kernel/child/modules/hooks-thread.ts",
];

await build({
  cwd: root,
  input: Object.fromEntries(entries.map((entry) => [entry.replace(/\.ts$/, ""), `./src/${entry}`])),
  platform: "node",
  // Packages stay packages: they are the user's to update, and some are native.
  external: /^(?:node:|@?[\w-]+(?:[/.]|$))/,
  output: { dir: join(root, "dist"), format: "esm", chunkFileNames: "chunks/[name].js", cleanDir: true },
  logLevel: "warn",
});
