import { existsSync } from "node:fs";
import { join } from "node:path";
import { writeAtomic } from "../util/files/write-atomic.ts";

/**
 * Makes Node read the `.js` files of a project's Python environment as CommonJS, also in a project with
 * `"type": "module"`: JupyterLab runs its copy of Yarn, a CommonJS file, whenever it starts, and prints that whole file
 * when it fails (https://github.com/yarnpkg/berry/issues/5831).
 */
export async function readAsCommonJs(venv: string): Promise<void> {
  const manifest = join(venv, "package.json");
  if (!existsSync(manifest)) await writeAtomic(manifest, `${JSON.stringify({ private: true, type: "commonjs" })}\n`);
}
