// Builds the JupyterLab extension into dist/labextension with JupyterLab's own builder. The builder and the packages
// whose types the extension needs are large, so they have a lock file of their own and are installed only when the
// sources have changed since the last build.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, "labextension");
const built = join(folder, "build");
const packages = join(folder, "node_modules");
const coreMetadata = join(packages, "@jupyterlab", "core-meta", "core.package.json");

const sources = ["src", "schema", "style", "package.json", "package-lock.json", "tsconfig.json"];
const source = join(root, "src");
const page = join(root, "assets", "page");
const shared = [
  join(source, "kernel", "live", "messages.ts"),
  join(source, "kernel", "protocol", "notebook", "messages.ts"),
  join(source, "display", "spec", "embed-style.ts"),
  join(source, "timm", "csv", "csv-records.ts"),
  join(page, "keyboard.js"),
  join(page, "data-table.js"),
  join(root, "tsconfig.json"),
];
const lock = join(folder, "package-lock.json");

const version = hashOf([...sources.flatMap((name) => filesIn(join(folder, name))), ...shared]);
if (recorded(built) !== version) {
  if (recorded(packages) !== hashOf([lock])) {
    npm(["ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"]);
    record(packages, hashOf([lock]));
  }
  rmSync(join(folder, "lib"), { recursive: true, force: true });
  node([join(root, "node_modules", "typescript", "bin", "tsc"), "-p", folder]);
  const builder = join(packages, "@jupyter", "builder", "lib", "build-labextension.js");
  node([builder, "--core-package-file", coreMetadata, folder]);
  record(built, version);
}

const target = join(root, "dist", "labextension");
rmSync(target, { recursive: true, force: true });
mkdirSync(dirname(target), { recursive: true });
// The builder leaves a copy of package.json among the schemas.
cpSync(built, target, { recursive: true, filter: (path) => !/(?:\.orig|\.version)$/.test(path) });

function filesIn(path) {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path)
    .toSorted()
    .flatMap((name) => filesIn(join(path, name)));
}

function hashOf(files) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(file.slice(root.length)).update(readFileSync(file));
  return hash.digest("hex");
}

/** The version of the sources that a folder was built from; undefined if it is not recorded. */
function recorded(made) {
  const file = join(made, ".version");
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

function record(made, what) {
  writeFileSync(join(made, ".version"), what);
}

function node(args) {
  finished(spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" }), args);
}

function npm(args) {
  const program = process.env.npm_execpath;
  const options = { cwd: root, encoding: "utf8" };
  if (program?.endsWith(".js")) finished(spawnSync(process.execPath, [program, ...args], options), args);
  else finished(spawnSync("npm", args, { ...options, shell: process.platform === "win32" }), args);
}

function finished({ status, stdout, stderr, error }, args) {
  if (status === 0) return;
  process.stderr.write(`${stdout ?? ""}${stderr ?? ""}`);
  throw new Error(`building the JupyterLab extension: ${args.join(" ")} ended with ${status ?? error?.message}`);
}
