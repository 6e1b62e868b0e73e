// Bundles src into dist, a file for each entry and what they share in dist/chunks: Node loads a few
// large modules faster than the many small ones they are made of.
import { readFile, writeFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, "dist");

const modules = [
  "display/index.ts",
  "display/bundle.ts",
  "lesson/index.ts",
  "run/index.ts",
  "cli/main.ts",
  "jupyter/tslab-preload.ts",
  "kernel/child/modules/hooks-thread.ts",
];

// Packages stay packages: they are the user's to update, and some are native.
const packages = /^(?:node:|@?[\w-]+(?:[/.]|$))/;

// Not so in the process of the cells, which would spend half of its start on the ES modules of these.
const inlined = ["@jridgewell/sourcemap-codec", "magic-string", "oxc-parser", "oxc-transform"];
const isInlined = (id) => inlined.some((name) => id === name || id.includes(`/node_modules/${name}/`));

const INSTALLED = `
import { existsSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
export function installed(name) {
  const here = createRequire(import.meta.url);
  const manifest = here.resolve.paths(name).map((folder) => folder + "/" + name + "/package.json").find(existsSync);
  return manifest === undefined ? here.resolve(name) : realpathSync(manifest);
}`;

const common = { cwd: root, platform: "node", logLevel: "warn" };

// The kernel's processes are CommonJS: they start sooner without Node's loader of ES modules. The hash in the
// names of their chunks tells their compiled forms apart (see src/kernel/compile-cache.ts).
const program = {
  dir: dist,
  format: "cjs",
  strict: true,
  entryFileNames: "[name].cjs",
  chunkFileNames: "chunks/[name]-[hash].cjs",
};

await build({
  ...common,
  input: inputOf(modules),
  external: packages,
  output: { dir: dist, format: "esm", chunkFileNames: "chunks/[name].js", cleanDir: true },
});
await build({
  ...common,
  input: inputOf(["kernel/main.ts"]),
  external: packages,
  output: program,
});
await build({
  ...common,
  input: inputOf(["kernel/child/main.ts", "kernel/child/watchdog-thread.ts"]),
  plugins: [outsidePackages(), ownFunctionsOfNode(), findNativeParts()],
  treeshake: { propertyReadSideEffects: false },
  output: program,
});
await writeFile(join(dist, "kernel", "child", "LICENSES.md"), await licences());

function inputOf(entries) {
  return Object.fromEntries(entries.map((entry) => [entry.replace(/\.ts$/, ""), `./src/${entry}`]));
}

/** Leaves out packages that are not inlined, and what cells may import too, which must be the same module for both. */
function outsidePackages() {
  return {
    name: "outside-packages",
    resolveId(id) {
      if (id.endsWith("/display/bundle.ts")) return { id: "../display/bundle.js", external: "absolute" };
      return packages.test(id) && !isBuiltin(id) && !isInlined(id) ? { id, external: true } : undefined;
    },
  };
}

/** Makes a constant of each function of Node: cells may patch the objects that CommonJS would find them in. */
function ownFunctionsOfNode() {
  const prefix = "\0own:";
  return {
    name: "own-functions-of-node",
    resolveId: (id) => (isBuiltin(id) ? prefix + id : undefined),
    async load(id) {
      if (!id.startsWith(prefix)) return undefined;
      const name = id.slice(prefix.length);
      const names = Object.keys(await import(name)).filter((key) => key !== "default" && key !== "module.exports");
      const constants = names.map((key) => `const own_${key} = node.${key}; export { own_${key} as ${key} };`);
      return [`const node = process.getBuiltinModule("${name}");`, "export default node;", ...constants].join("\n");
    },
  };
}

/**
 * Lets an inlined package find its native part from where it is installed: looked for in the folders where
 * Node would, since to read the `exports` of a package, Node loads its resolver of ES modules.
 */
function findNativeParts() {
  const helper = "\0installed";
  return {
    name: "find-native-parts",
    resolveId: (id) => (id === helper ? id : undefined),
    load: (id) => (id === helper ? INSTALLED : undefined),
    transform(code, id) {
      const name = inlined.find((each) => id.includes(`/node_modules/${each}/`));
      const own = "createRequire(import.meta.url)";
      if (name === undefined || !code.includes(own)) return undefined;
      const found = code.replaceAll(own, `createRequire(installed("${name}"))`);
      return `import { installed } from "${helper}";\n${found}`;
    },
  };
}

async function licences() {
  const texts = await Promise.all(
    inlined.map(async (name) => {
      const text = await readFile(join(root, "node_modules", name, "LICENSE"), "utf8");
      return `## ${name}\n\n${text.trim()}\n`;
    }),
  );
  return `# What the programs in this folder carry of others\n\n${texts.join("\n")}`;
}
