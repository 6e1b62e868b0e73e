import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { newProject } from "../../src/starter/new-project.ts";
import { scratch } from "../support/scratch.ts";
import { tsnb } from "../support/command.ts";

const root = join(import.meta.dirname, "..", "..");

function json(...path: readonly string[]): unknown {
  return JSON.parse(readFileSync(join(...path), "utf8"));
}

it("makes a project with its own name and with tsnb from where it came", async () => {
  const folder = join(scratch(), "sales-2026");
  const { files, source } = await newProject(folder);
  const written = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(written.map((entry) => join(entry.parentPath, entry.name)).toSorted()).toEqual(
    files.map((file) => join(folder, file)).toSorted(),
  );
  expect(files).toEqual(expect.arrayContaining(["analysis.ipynb", "weather.csv", "rain.test.ts", ".gitignore"]));
  expect(source).toMatch(/^file:/);
  expect(join(folder, source.slice("file:".length))).toBe(root);
  expect(json(folder, "package.json")).toMatchObject({ name: "sales-2026", dependencies: { tsnb: source } });
  expect(readFileSync(join(folder, "README.md"), "utf8")).toMatch(/^# sales-2026\n/);
  expect(readFileSync(join(folder, ".npmrc"), "utf8")).toBe("install-links=true\n");
});

it("takes the versions of the packages that tsnb itself is tested with", () => {
  const own = json(root, "package.json");
  const starter = json(root, "starter", "package.json");
  expect(starter).toHaveProperty(["dependencies", "nodejs-polars"]);
  for (const name of ["nodejs-polars", "typescript", "@types/node"]) {
    const version: unknown = Reflect.get(Reflect.get(Object(own), "dependencies"), name);
    expect({ ...Object(starter).dependencies, ...Object(starter).devDependencies }).toHaveProperty([name], version);
  }
  expect(Object(starter).devDependencies.vitest).toBe(Object(own).devDependencies.vitest);
  expect(Object(starter).dependencies.tsnb).toBe(`^${Object(own).version}`);
});

it.each([
  ["My Analysis", "my-analysis"],
  [".hidden", "hidden"],
  ["vitest", "my-analysis"],
  ["données!", "donn-es"],
])("refuses the name %s and suggests %s", async (name, suggested) => {
  const folder = scratch();
  await expect(newProject(join(folder, name))).rejects.toThrow(`Choose such a name, for example ${suggested}.`);
  expect(readdirSync(folder)).toEqual([]);
});

it("changes nothing that exists", async () => {
  const folder = scratch({ "mine/notes.txt": "mine", file: "mine" });
  await expect(newProject(join(folder, "mine"))).rejects.toThrow("it exists already. Choose another name");
  await expect(newProject(join(folder, "file"))).rejects.toThrow("it exists already. Choose another name");
  expect(readdirSync(folder).toSorted()).toEqual(["file", "mine"]);
  expect(readdirSync(join(folder, "mine"))).toEqual(["notes.txt"]);
});

it("says in a sentence that a folder cannot be written to, and leaves nothing there", async () => {
  const folder = scratch({ file: "" });
  const { status, stderr } = tsnb(["new", join(folder, "file", "project")], { cwd: folder });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^tsnb: Making the project .*file.project: .*\. Choose a folder that you may write to; .*\n$/);
  expect(readdirSync(folder)).toEqual(["file"]);
});

it.skipIf(process.platform === "win32" || process.getuid?.() === 0)("says that permission is denied", async () => {
  const folder = join(scratch(), "closed");
  mkdirSync(folder);
  chmodSync(folder, 0o500);
  await expect(newProject(join(folder, "project"))).rejects.toThrow("permission denied");
  chmodSync(folder, 0o700);
  expect(readdirSync(folder)).toEqual([]);
});

it("tells what to do next", () => {
  const folder = scratch();
  const { status, stdout } = tsnb(["new", "my-analysis"], { cwd: folder });
  expect(status).toBe(0);
  expect(stdout).toContain("  cd my-analysis\n  npm install\n");
  expect(execFileSync("git", ["-C", folder, "init", "-q"]).toString()).toBe("");
  expect(execFileSync("git", ["-C", folder, "status", "--short"], { encoding: "utf8" })).toBe("?? my-analysis/\n");
});
