// Bundles src into dist: a file for each entry, and shared code in dist/chunks. Node loads a few large modules faster
// than many small ones.
import { execFile } from "node:child_process";
import { chmod, readdir, readFile, writeFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "rolldown";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { packages: locked } = JSON.parse(await readFile(join(root, "package-lock.json"), "utf8"));
const dist = join(root, "dist");

const modules = [
  "display/index.ts",
  "display/bundle.ts",
  "widgets/index.ts",
  "lesson/index.ts",
  "run/index.ts",
  "run/cache/inputs/answer-there.ts",
  "register/index.ts",
  "vitest/index.ts",
  "vitest/runtime.ts",
  "jupyter/tslab-preload.ts",
  "kernel/child/modules/hooks-thread.ts",
];

// Packages are not inlined: users can update them, and some are native.
const packages = /^(?:node:|@?[\w-]+(?:[/.]|$))/;

// Except a package of which only a small part is used: users would install 10 MB of languages.
const inlinedInAll = ["highlight.js"];

// The command and the kernel's processes inline these too: finding their files would take half of the start.
const inlined = {
  cli: [
    "@jridgewell/sourcemap-codec",
    "commander",
    "fdir",
    "jsonc-parser",
    "magic-string",
    "oxc-parser",
    "picomatch",
    "pixelmatch",
    "tinyglobby",
    "valibot",
    // The client of the runner: some 90 small modules.
    ...["coreutils", "services", "statedb"].map((name) => `@jupyterlab/${name}`),
    ...["algorithm", "coreutils", "disposable", "polling", "properties", "signaling"].map((name) => `@lumino/${name}`),
    ...withDependencies(["minimist", "url-parse", "ws"]),
    // The packages that make HTML pages of notebooks: some 200 small modules.
    ...withDependencies(["anser", "hast-util-from-html", "hast-util-sanitize", "hast-util-to-html", "marked", "temml"]),
    ...inlinedInAll,
  ],
  // Not oxc-parser: with it, the first file would load another one before the process of the cells starts.
  kernel: ["@jridgewell/sourcemap-codec", "cmake-ts", "magic-string", "zeromq"],
  cells: ["@jridgewell/sourcemap-codec", "magic-string", "oxc-parser", "oxc-transform"],
};

const INSTALLED = `
import { existsSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
export function installed(name) {
  const here = createRequire(import.meta.url);
  const manifest = here.resolve.paths(name).map((folder) => folder + "/" + name + "/package.json").find(existsSync);
  return manifest === undefined ? here.resolve(name) : realpathSync(manifest);
}`;

const ZEROMQ_ADDON = `
import { loadAddon } from "cmake-ts/build/loader";
import { dirname, join } from "node:path";
import { installed } from "\0installed";
export default loadAddon(join(dirname(installed("zeromq")), "build"));`;

// @jupyterlab/coreutils calls `eval` to load the file that JUPYTER_CONFIG_DATA names.
const common = { cwd: root, platform: "node", logLevel: "warn", checks: { eval: false } };

// The command and the kernel's processes are CommonJS: they start sooner without Node's ES module loader. The hash in
// the names of their chunks distinguishes their compiled forms (see src/kernel/process/compile-cache.ts).
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
  plugins: [packagesOutside(inlinedInAll)],
  output: { dir: dist, format: "esm", chunkFileNames: "chunks/[name].js", cleanDir: true },
});
await build({
  ...common,
  input: inputOf(["cli/main.ts"]),
  resolve: { mainFields: ["module", "main"] },
  plugins: [packagesOutside(inlined.cli), findNativeParts(inlined.cli)],
  output: {
    ...program,
    // Node 20 runs chunks from their compiled form, in which `import()` does not work.
    dynamicImportInCjs: false,
    chunkFileNames: "chunks/cli-[name]-[hash].cjs",
    codeSplitting: {
      groups: [
        {
          name: "first",
          test: /src.util.(?:(?:files|programs).)?(?:cache-folder|compiled-script|nearest-folder|package-root)\.ts$|compile-cache\.ts$/,
        },
        { name: "start", test: /node_modules.commander|src.util.(?:error|package-version)\.ts$/ },
        {
          name: "notebooks",
          test: /node_modules.(?:jsonc-parser|valibot)|src.(?:notebook|jupyter|util)./,
          minShareCount: 3,
        },
      ],
    },
  },
});
await build({
  ...common,
  input: inputOf(["kernel/main.ts"]),
  plugins: [outsidePackages(inlined.kernel), findNativeParts(inlined.kernel)],
  output: program,
});
// The modules of workers are bundled separately, so that the process of the cells reads no more files than it needs.
for (const entries of [["kernel/child/main.ts", "kernel/child/watchdog-thread.ts"], ["kernel/child/preload.ts"]]) {
  await build({
    ...common,
    input: inputOf(entries),
    plugins: [outsidePackages(inlined.cells), recognisersOnly(), ownFunctionsOfNode(), findNativeParts(inlined.cells)],
    treeshake: { propertyReadSideEffects: false },
    output: program,
  });
}
// npx links the command only once, and does not set the file's mode after a later build.
await chmod(join(dist, "cli", "main.cjs"), 0o755);
// The output of --help, so that it needs no option parser.
const help = await promisify(execFile)(process.execPath, [join(dist, "cli", "main.cjs"), "help"]);
await writeFile(join(dist, "cli", "help.txt"), help.stdout);
await writeFile(
  join(dist, "kernel", "LICENSES.md"),
  await licences([...new Set([...inlined.kernel, ...inlined.cells])]),
);
await writeFile(join(dist, "cli", "LICENSES.md"), await licences(inlined.cli));

function inputOf(entries) {
  return Object.fromEntries(entries.map((entry) => [entry.replace(/\.ts$/, ""), `./src/${entry}`]));
}

/** Leaves out packages that are not inlined. */
function packagesOutside(inside) {
  return {
    name: "packages-outside",
    resolveId(id) {
      const isInside = isBuiltin(id) || inside.some((name) => id === name || id.startsWith(`${name}/`));
      return packages.test(id) && !isInside ? { id, external: true } : undefined;
    },
  };
}

/** Leaves out packages that are not inlined, and modules that cells may also import, which both must share. */
function outsidePackages(inside) {
  return {
    name: "outside-packages",
    resolveId(id) {
      // Relative to the one file that imports it.
      if (id.endsWith("/display/bundle.ts")) return { id: "../../display/bundle.js", external: "absolute" };
      const isInside = isBuiltin(id) || inside.some((name) => id === name || id.startsWith(`${name}/`));
      return packages.test(id) && !isInside ? { id, external: true } : undefined;
    },
  };
}

/** Keeps the code that recognises a value, and leaves out the code that draws it, which the display room loads. */
function recognisersOnly() {
  const mark = "?recogniser";
  return {
    name: "recognisers-only",
    resolveId(id, importer) {
      if (!importer?.endsWith("/display/looks/list.ts") || !id.startsWith("./")) return undefined;
      return join(dirname(importer), id) + mark;
    },
    load: (id) => (id.endsWith(mark) ? `export { is } from ${JSON.stringify(id.slice(0, -mark.length))};` : undefined),
  };
}

/** Makes constants of Node's functions: CommonJS would look them up in objects that cells may patch. */
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
 * Lets an inlined package find its native part where that is installed. It looks in the folders that Node would search,
 * because for a package's `exports` Node would load its ES module resolver.
 */
function findNativeParts(packagesInside) {
  const helper = "\0installed";
  return {
    name: "find-native-parts",
    resolveId: (id) => (id === helper ? id : undefined),
    load: (id) => (id === helper ? INSTALLED : undefined),
    transform(code, id) {
      if (id.endsWith("/zeromq/lib/load-addon.js")) return ZEROMQ_ADDON;
      const name = packagesInside.find((each) => id.includes(`/node_modules/${each}/`));
      const own = "createRequire(import.meta.url)";
      if (name === undefined || !code.includes(own)) return undefined;
      return `import { installed } from "${helper}";\n${code.replaceAll(own, `createRequire(installed("${name}"))`)}`;
    },
  };
}

/** Packages and all of their dependencies, by name. */
function withDependencies(names) {
  const found = new Set(names.map((name) => `node_modules/${name}`));
  for (const place of found) {
    for (const name of Object.keys(locked[place].dependencies ?? {})) {
      // Packages of types contain no code.
      if (!name.startsWith("@types/")) found.add(placeOf(name, place));
    }
  }
  return [...new Set([...found].map(nameOf))];
}

function placeOf(name, dependent) {
  const inside = `${dependent}/node_modules/${name}`;
  return inside in locked ? inside : `node_modules/${name}`;
}

function nameOf(place) {
  return place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length);
}

async function licences(names) {
  const texts = await Promise.all(
    names.map(async (name) => {
      const folder = join(root, "node_modules", name);
      const file = (await readdir(folder)).find((each) => /^licen[cs]e(?:\.|$)/i.test(each));
      const { license, author } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
      const text = file ? await readFile(join(folder, file), "utf8") : `${license}, by ${author?.name ?? author}`;
      return `## ${name}\n\n${text.trim()}\n`;
    }),
  );
  return `# What the programs in this folder carry of others\n\n${texts.join("\n")}`;
}
