import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./command.ts";
import { labDir } from "./paths.ts";
import { inVenv } from "./venv.ts";

// Only their front-end modules are used, not their Python code or its dependencies.
const PACKAGES = ["drawdata==0.5.2", "graphviz-anywidget==0.8.0", "json-view-anywidget==0.1.1", "wigglystuff==0.5.36"];

/** The folder with the front-end modules of public anywidgets; downloads them if it does not exist yet. */
export async function publicModules(venv: string): Promise<string> {
  const folder = join(labDir, "public-modules");
  const ready = join(folder, "packages.txt");
  const wanted = PACKAGES.join("\n");
  if (existsSync(ready) && (await readFile(ready, "utf8")) === wanted) return folder;
  await rm(folder, { recursive: true, force: true });
  const pip = ["-m", "pip", "install", "--quiet", "--no-deps", "--target", folder];
  await run(inVenv(venv, "python"), [...pip, ...PACKAGES]);
  await writeFile(ready, wanted);
  return folder;
}
