import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./command.ts";
import { labDir } from "./paths.ts";

/** The one package in the npm registry that holds modules for anywidget, as TypeScript that has to be bundled. */
const PACKAGE = "anymap-ts@0.6.2";
/** What bundles two of its modules, and what these import. */
const NEEDED = ["esbuild@0.28.2", "leaflet@1.9.4", "ol@10.8.0"];
/** The flags with which the package's own scripts bundle them. */
const FLAGS = ["--bundle", "--format=esm", "--loader:.css=css", "--loader:.png=dataurl", "--minify"];
const MODULES = ["leaflet", "openlayers"];

/** The folder with modules and style sheets of a package from npm, bundled unchanged; made if it does not exist yet. */
export async function npmModules(): Promise<string> {
  const folder = join(labDir, "npm-modules");
  const ready = join(folder, "packages.txt");
  const wanted = [PACKAGE, ...NEEDED, ...FLAGS].join("\n");
  if (existsSync(ready) && (await readFile(ready, "utf8")) === wanted) return folder;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const quiet = ["--silent", "--no-audit", "--no-fund", "--ignore-scripts"];
  // Without the package's other dependencies, which are hundreds of megabytes.
  const packed = await run("npm", ["pack", PACKAGE, "--pack-destination", folder, "--silent"]);
  await run("tar", ["-xzf", join(folder, packed.trim()), "-C", folder]);
  await run("npm", ["install", ...quiet, "--no-save", "--prefix", folder, ...NEEDED]);
  for (const name of MODULES) {
    const paths = [join(folder, "package", "src", name, "index.ts"), `--outfile=${join(folder, `${name}.js`)}`];
    await run(join(folder, "node_modules", ".bin", "esbuild"), [...paths, ...FLAGS, "--log-level=error"]);
  }
  await writeFile(ready, wanted);
  return folder;
}
