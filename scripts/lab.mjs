// Opens the lesson in JupyterLab, even in a clone in which nothing has been installed.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const main = join(root, "dist", "cli", "main.cjs");

if (!existsSync(main)) {
  const isWindows = process.platform === "win32";
  console.error("Installing and building tsnb, which is done once …");
  // Building is a separate step: it needs only the packages, and no package's install script.
  run(
    isWindows ? "npm.cmd" : "npm",
    ["ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"],
    isWindows,
  );
  run(process.execPath, [join(root, "scripts", "prepare.mjs")], false);
}
run(process.execPath, [main, "lab", ...process.argv.slice(2)], false);

function run(program, args, shell) {
  const { status } = spawnSync(program, args, { cwd: root, stdio: "inherit", shell });
  if (status !== 0) process.exit(status ?? 1);
}
