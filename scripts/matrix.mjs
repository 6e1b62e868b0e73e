// Runs npm ci, npm start and npm test on several versions of Node.js, each on a fresh clone of the last commit:
//   npm run matrix            22, 24 and 26
//   npm run matrix -- 20 24   only these
// The output of a step goes to out/matrix/node-<version>.log; its end is shown when the step fails.
import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const STEPS = ["ci", "start", "test"];

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const versions = process.argv.length > 2 ? process.argv.slice(2) : ["22", "24", "26"];
const npm = process.env.npm_execpath;
if (!npm) throw new Error("Start this with `npm run matrix`, so that it knows which npm to use");

const work = await mkdtemp(join(tmpdir(), "tsnb-matrix-"));
const rows = [];
try {
  for (const version of versions) rows.push(await tryVersion(version));
} finally {
  await rm(work, { recursive: true, force: true, maxRetries: 3 });
}
for (const line of tableOf([["node", ...STEPS.map((step) => `npm ${step}`)], ...rows])) console.log(line);
if (rows.flat().includes("failed")) process.exitCode = 1;

async function tryVersion(version) {
  const home = join(work, `node-${version}`);
  const clone = join(work, `clone-${version}`);
  const log = join(root, "out", "matrix", `node-${version}.log`);
  await mkdir(home, { recursive: true });
  await mkdir(dirname(log), { recursive: true });
  await rm(log, { force: true });
  const prepared =
    (await run(process.execPath, [npm, "install", "--no-save", `node@${version}`], { cwd: home, log })) &&
    (await run("git", ["clone", "--quiet", root, clone], { cwd: work, log }));
  if (!prepared) return [version, await told(version, "getting ready", log)];

  const bin = join(home, "node_modules", "node", "bin");
  const node = join(bin, process.platform === "win32" ? "node.exe" : "node");
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}`, CI: "true" };
  const row = [version];
  for (const step of STEPS) {
    const start = performance.now();
    const passed = await run(node, [npm, step], { cwd: clone, log, env });
    row.push(passed ? `${Math.round((performance.now() - start) / 1000)} s` : await told(version, `npm ${step}`, log));
    console.log(`node ${version}: npm ${step}: ${row.at(-1)}`);
    if (!passed) break;
  }
  return row;
}

function run(program, args, { cwd, log, env = process.env }) {
  const output = createWriteStream(log, { flags: "a" });
  const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.pipe(output, { end: false });
  child.stderr.pipe(output, { end: false });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => output.end(() => resolve(code === 0)));
  });
}

async function told(version, step, log) {
  const tail = (await readFile(log, "utf8")).trimEnd().split("\n").slice(-60).join("\n");
  console.log(`${tail}\n\nnode ${version}: ${step} failed; all of it is in ${log}`);
  return "failed";
}

function tableOf(all) {
  const widths = all[0].map((_, at) => Math.max(...all.map((row) => (row[at] ?? "").length)));
  return all.map((row) =>
    widths
      .map((width, at) => (row[at] ?? "").padEnd(width))
      .join("  ")
      .trimEnd(),
  );
}
