// Builds the package and links it to itself. npm also runs this when another project installs this folder
// (`npm install path/to/clone`), but then it does not install the packages that the build needs.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

if (!hasBuildTools()) npm(["ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"]);
npm(["run", "build"]);
await import("./link-self.mjs");

function hasBuildTools() {
  const { resolve } = createRequire(import.meta.url);
  try {
    return resolve("rolldown") !== "" && resolve("typescript/package.json") !== "";
  } catch {
    return false;
  }
}

// Removes the settings of the npm that runs this script, such as its project's folder and what it omits.
function npm(args) {
  const kept = /^npm_config_(?:cache|registry|userconfig|globalconfig|offline|prefer_offline|.*proxy|cafile)$/i;
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name) || kept.test(name)),
  );
  const isWindows = process.platform === "win32";
  const { status } = spawnSync(isWindows ? "npm.cmd" : "npm", args, {
    cwd: root,
    env,
    stdio: "inherit",
    shell: isWindows,
  });
  if (status !== 0) process.exit(status ?? 1);
}
