import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { tsnbDependency } from "../../src/starter/tsnb-dependency.ts";
import { scratch } from "../support/scratch.ts";

it("leaves a version to npm", async () => {
  const project = scratch();
  expect(await tsnbDependency({ kind: "public", version: "^1.2.3" }, project)).toBe("^1.2.3");
  expect(readdirSync(project)).toEqual([]);
});

it("packs a folder without running its scripts", async () => {
  const manifest = { name: "tsnb", version: "1.2.3", files: ["a.js"], scripts: { prepack: "exit 1" } };
  const clone = scratch({ "package.json": JSON.stringify(manifest), "a.js": "1;\n", "notes.txt": "mine" });
  const project = scratch();
  expect(await tsnbDependency({ kind: "folder", path: clone }, project)).toBe("file:vendor/tsnb-1.2.3.tgz");
  const listed = execFileSync("tar", ["-tf", join(project, "vendor", "tsnb-1.2.3.tgz")], { encoding: "utf8" });
  expect(listed.trim().split(/\r?\n/).toSorted()).toEqual(["package/a.js", "package/package.json"]);
  expect(readdirSync(clone).toSorted()).toEqual(["a.js", "notes.txt", "package.json"]);
});

it("copies a tarball", async () => {
  const folder = scratch({ "tsnb-1.2.3.tgz": "packed" });
  const project = scratch();
  const source = { kind: "tarball", path: join(folder, "tsnb-1.2.3.tgz") } as const;
  expect(await tsnbDependency(source, project)).toBe("file:vendor/tsnb-1.2.3.tgz");
  expect(readFileSync(join(project, "vendor", "tsnb-1.2.3.tgz"), "utf8")).toBe("packed");
});

it("names the tsnb that could not be packed", async () => {
  const folder = scratch({ "package.json": "{}" });
  const project = scratch();
  await expect(tsnbDependency({ kind: "folder", path: folder }, project)).rejects.toThrow(
    `Packing tsnb from ${folder} for the new project: `,
  );
  await expect(tsnbDependency({ kind: "tarball", path: join(folder, "none.tgz") }, project)).rejects.toThrow("ENOENT");
  expect(existsSync(join(project, "vendor", "none.tgz"))).toBe(false);
});
