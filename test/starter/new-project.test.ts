import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { newProject } from "../../src/starter/new-project.ts";
import { scratch } from "../support/scratch.ts";
import { tsnb } from "../support/command.ts";

const root = join(import.meta.dirname, "..", "..");

const ownVersion: unknown = Object(json(root, "package.json")).version;

function json(...path: readonly string[]): unknown {
  return JSON.parse(readFileSync(join(...path), "utf8"));
}

it("makes a project with its own name and its tsnb, and prints the next steps", () => {
  const cwd = scratch();
  const { status, stdout } = tsnb(["new", "sales-2026"], { cwd });
  expect(status).toBe(0);
  expect(stdout).toContain("  cd sales-2026\n  npm install\n");
  const folder = join(cwd, "sales-2026");
  const written = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = written.map((entry) =>
    join(entry.parentPath, entry.name)
      .slice(folder.length + 1)
      .replaceAll("\\", "/"),
  );
  expect(/^Made sales-2026: (.*)$/m.exec(stdout)?.[1]?.split(", ").toSorted()).toEqual(files.toSorted());
  expect(files).toEqual(expect.arrayContaining(["analysis.ipynb", "weather.csv", "rain.test.ts", ".gitignore"]));
  const packed = `vendor/tsnb-${String(ownVersion)}.tgz`;
  expect(files).toContain(packed);
  expect(json(folder, "package.json")).toMatchObject({ name: "sales-2026", dependencies: { tsnb: `file:${packed}` } });
  expect(readFileSync(join(folder, "README.md"), "utf8")).toMatch(/^# sales-2026\n/);
  expect(execFileSync("git", ["-C", cwd, "init", "-q"]).toString()).toBe("");
  expect(execFileSync("git", ["-C", cwd, "status", "--short"], { encoding: "utf8" })).toBe("?? sales-2026/\n");
}, 60_000);

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
  await expect(newProject(join(folder, "mine"))).rejects.toThrow("it already exists. Choose another name");
  await expect(newProject(join(folder, "file"))).rejects.toThrow("it already exists. Choose another name");
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
