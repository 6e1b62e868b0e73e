import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { makeFolder, makeFolderSync } from "../../../src/util/files/make-folder.ts";
import { scratch } from "../../support/scratch.ts";

it("makes a folder and those above it, and keeps an existing one", async () => {
  const folder = join(scratch(), "a", "b", "c");
  await makeFolder(folder);
  await makeFolder(folder);
  expect(existsSync(folder)).toBe(true);
});

it("makes them at once, too", () => {
  const folder = join(scratch({ file: "" }), "a", "b", "c");
  makeFolderSync(folder);
  makeFolderSync(folder);
  expect(existsSync(folder)).toBe(true);
  expect(() => makeFolderSync(join(folder, "../../../file"))).toThrow("EEXIST");
  expect(() => makeFolderSync(join(folder, "../../../file/a"))).toThrow("ENOTDIR");
});

it.skipIf(process.platform === "win32")("gives all folders that it makes the mode", async () => {
  const folder = join(scratch(), "a", "b");
  await makeFolder(folder, 0o700);
  expect([folder, dirname(folder)].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o700]);
});

it("makes the same folder twice at once", async () => {
  const folder = join(scratch(), "a", "b");
  await Promise.all([makeFolder(folder), makeFolder(folder), makeFolder(join(folder, "c"))]);
  expect(existsSync(join(folder, "c"))).toBe(true);
});

it("makes a folder whose parent another writer makes meanwhile", async () => {
  const folder = scratch();
  for (let round = 0; round < 200; round++) {
    const above = join(folder, String(round), "a");
    await Promise.all([makeFolder(join(above, "b")), makeFolder(join(above, "c")), makeFolder(above)]);
    expect(readdirSync(above)).toEqual(["b", "c"]);
  }
});

it("fails below a file", async () => {
  const folder = scratch({ file: "" });
  await expect(makeFolder(join(folder, "file"))).rejects.toMatchObject({ code: "EEXIST" });
  await expect(makeFolder(join(folder, "file", "a"))).rejects.toMatchObject({ code: "ENOTDIR" });
});

it.skipIf(process.platform === "win32")("fails below a link to a folder that is gone", async () => {
  const link = join(scratch(), "link");
  symlinkSync(join(link, "..", "gone"), link);
  await expect(makeFolder(join(link, "a"))).rejects.toMatchObject({ code: "ENOENT" });
});

it.skipIf(process.platform !== "linux")("fails in /proc, where Node.js hangs", async () => {
  await expect(makeFolder("/proc/tsnb/a")).rejects.toMatchObject({ code: "ENOENT" });
  expect(() => makeFolderSync("/proc/tsnb/a")).toThrow("ENOENT");
  const code = 'require("node:fs").mkdirSync("/proc/tsnb/a", { recursive: true })';
  const { signal } = spawnSync(process.execPath, ["-e", code], { timeout: 3000 });
  expect(signal).toBe("SIGTERM");
});
