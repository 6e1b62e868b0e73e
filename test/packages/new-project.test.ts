import { execFileSync, spawnSync } from "node:child_process";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { averagingModel } from "../support/onnx-model.ts";

const root = join(import.meta.dirname, "..", "..");
const MEGABYTE = 1e6;
const isWindows = process.platform === "win32";

let folder: string;
let tarball: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tsnb-new-"));
  const packed = run("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder], root);
  tarball = join(folder, packed.trim());
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs npm or npx to its end, and returns its stdout; fails the test unless it exits with 0. */
function run(program: string, args: readonly string[], cwd: string): string {
  const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined };
  const options = { cwd, env, encoding: "utf8", shell: isWindows, maxBuffer: 64 * MEGABYTE } as const;
  const { status, stdout, stderr } = spawnSync(isWindows ? `${program}.cmd` : program, args, options);
  expect(status, `${program} ${args.join(" ")}\n${stdout}${stderr}`).toBe(0);
  return stdout;
}

function install(cwd: string, ...args: readonly string[]): void {
  run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", ...args], cwd);
}

function bytesBelow(path: string): number {
  const stats = lstatSync(path);
  if (!stats.isDirectory()) return stats.size;
  return readdirSync(path).reduce((sum, name) => sum + bytesBelow(join(path, name)), 0);
}

function filesIn(archive: string): string[] {
  return execFileSync("tar", ["-tf", archive], { encoding: "utf8" }).split(/\r?\n/).toSorted();
}

function emptyProject(name: string): string {
  const project = join(folder, name);
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), JSON.stringify({ name, private: true, type: "module" }));
  return project;
}

describe("tsnb from its tarball, without install scripts", () => {
  let user: string;
  beforeAll(() => {
    user = emptyProject("user");
    install(user, "--ignore-scripts", tarball);
  });

  it("takes at most a third of what it took with its development packages, 834 MB", () => {
    expect(bytesBelow(join(user, "node_modules")) / MEGABYTE).toBeLessThan(834 / 3);
  });

  it("makes a project that runs, checks and tests at once", () => {
    run("npx", ["tsnb", "new", "my-analysis"], user);
    // The project is moved elsewhere, as to another machine: it contains its own copy of tsnb.
    const project = join(folder, "elsewhere", "my-analysis");
    mkdirSync(dirname(project));
    renameSync(join(user, "my-analysis"), project);
    install(project, "--ignore-scripts");
    // Install again from the lock file; `npm ci` refuses one without an optional package that the registry lacks.
    rmSync(join(project, "node_modules"), { recursive: true });
    install(project, "--ignore-scripts");
    expect(run("npm", ["start"], project)).toContain("passed");
    expect(readFileSync(join(project, "out", "index.html"), "utf8")).toContain("Temperature by month");
    expect(run("npx", ["tsnb", "run", "--out", "out", "--check"], project)).toContain("passed");
    expect(run("npm", ["run", "check"], project)).toContain("no problems");
    expect(run("npm", ["test"], project)).toMatch(/Tests\s+1 passed/);
    run("npx", ["tsnb", "convert", "analysis.ipynb", "--to", "ts"], project);
    run("npx", ["tsx", "analysis.ts"], project);
    run("npx", ["tsc"], project);
  });

  it("times ONNX models with the real onnxruntime-node, installed without its script", () => {
    install(user, "--ignore-scripts", "onnxruntime-node");
    for (const [name, batch] of [
      ["any", "batch"],
      ["one", 1],
    ] as const) {
      writeFileSync(join(user, `${name}.onnx`), averagingModel(batch));
    }
    writeFileSync(join(user, "bad.onnx"), "no model");
    writeFileSync(
      join(user, "time.mjs"),
      `import { measureOnnx } from "tsnb/lesson";
const progress = [];
const onProgress = (...told) => progress.push(told);
const frame = await measureOnnx(["any.onnx"], { batchSizes: [1, 4], warmUp: 1, runs: 5, onProgress });
const rows = frame.toRecords().map(({ secs, spread, ...row }) => ({ ...row, timed: secs > 0 && spread >= 0 }));
const failures = [];
for (const file of ["one.onnx", "bad.onnx", "missing.onnx"]) {
  await measureOnnx([file], { batchSizes: [4] }).catch(({ name, message }) => failures.push(name + ": " + message));
}
console.log(JSON.stringify({ progress, rows, failures }));
`,
    );
    const { progress, rows, failures } = JSON.parse(run(process.execPath, ["time.mjs"], user));
    expect(progress).toEqual([
      [1, 2, "any"],
      [2, 2, "any"],
    ]);
    // The images have 8 rows of 12 pixels.
    const row = { model: "any", family: "yours", top1: null, param_count_x: null, infer_img_size: 8, img_size: 8 };
    expect(rows).toEqual([1, 4].map((batch) => ({ ...row, infer_batch_size: batch, timed: true })));
    expect(failures).toEqual([
      expect.stringMatching(/^OnnxModelError: Measuring one.onnx: it takes 1 at once, not 4\. Give batchSizes: \[1\]/),
      expect.stringMatching(
        /^OnnxModelError: Measuring bad.onnx: .*Protobuf parsing failed\. Give the path of an ONNX model/,
      ),
      expect.stringMatching(/^OnnxModelError: Measuring missing.onnx: .*File doesn't exist\. Give the path/),
    ]);
  });

  it("packs itself into a new project where no npm list records its source", () => {
    rmSync(join(user, "node_modules", ".package-lock.json"));
    run("npx", ["tsnb", "new", "unlisted"], user);
    const { dependencies } = JSON.parse(readFileSync(join(user, "unlisted", "package.json"), "utf8"));
    expect(dependencies.tsnb).toBe(`file:vendor/${basename(tarball)}`);
    expect(filesIn(join(user, "unlisted", "vendor", basename(tarball)))).toEqual(filesIn(tarball));
  });
});

describe("tsnb from a fresh clone", () => {
  it.each([
    ["links", []],
    ["copies", ["--install-links"]],
  ])("is built when npm %s the folder", (how, options) => {
    const clone = join(folder, `clone-${how}`);
    run("git", ["clone", "--quiet", root, clone], folder);
    const user = emptyProject(`user-${how}`);
    install(user, ...options, clone);
    writeFileSync(join(user, "hello.ts"), 'import { md } from "tsnb/display";\nconsole.log(String(md`# hello`));\n');
    run("npx", ["tsnb", "convert", "hello.ts", "--to", "ipynb"], user);
    run("npx", ["tsnb", "run", "hello.ipynb", "--kernel", "tsnb", "--out", "out"], user);
    expect(readFileSync(join(user, "out", "notebooks", "hello.ipynb"), "utf8")).toContain("# hello");
  });
});
