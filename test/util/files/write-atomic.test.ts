import { spawnSync } from "node:child_process";
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ownMark } from "../../../src/util/files/leftovers.ts";
import { WriteError, writeAtomic } from "../../../src/util/files/write-atomic.ts";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "tsnb-write-atomic-"));
});

afterEach(() => rm(root, { recursive: true }));

it("writes text and bytes, making the folders, and leaves nothing beside them", async () => {
  await writeAtomic(join(root, "a", "b", "text"), "grüße");
  await writeAtomic(join(root, "a", "b", "bytes"), Uint8Array.of(0, 255));
  expect(await readFile(join(root, "a", "b", "text"), "utf8")).toBe("grüße");
  expect([...(await readFile(join(root, "a", "b", "bytes")))]).toEqual([0, 255]);
  expect(await readdir(join(root, "a", "b"))).toEqual(["bytes", "text"]);
});

it("replaces a file", async () => {
  await writeAtomic(join(root, "file"), "old");
  await writeAtomic(join(root, "file"), "new");
  expect(await readFile(join(root, "file"), "utf8")).toBe("new");
});

it("reports a folder in the file's place, and cleans up", async () => {
  await mkdir(join(root, "taken", "full"), { recursive: true });
  await expect(writeAtomic(join(root, "taken"), "x")).rejects.toBeInstanceOf(WriteError);
  expect(await readdir(root)).toEqual(["taken"]);
});

it.each(["file/in", "file/deeper/in"])("reports a file in a folder's place: %s", async (path) => {
  await writeFile(join(root, "file"), "kept");
  const failure = await writeAtomic(join(root, path), "x").catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(WriteError);
  expect(failure).toMatchObject({ file: join(root, path) });
  expect(await readFile(join(root, "file"), "utf8")).toBe("kept");
});

it.skipIf(process.platform === "win32")("keeps a file's permissions", async () => {
  await writeFile(join(root, "secret"), "old", { mode: 0o600 });
  await writeAtomic(join(root, "secret"), "new");
  expect((await stat(join(root, "secret"))).mode & 0o777).toBe(0o600);
});

it.skipIf(process.platform === "win32")("writes the file that a link leads to", async () => {
  await mkdir(join(root, "real"));
  await writeFile(join(root, "real", "file"), "old");
  await symlink(join("real", "file"), join(root, "link"));
  await writeAtomic(join(root, "link"), "new", () => join(root, "link"));
  expect(await readFile(join(root, "real", "file"), "utf8")).toBe("new");
  expect((await lstat(join(root, "link"))).isSymbolicLink()).toBe(true);
  expect([await readdir(root), await readdir(join(root, "real"))]).toEqual([["link", "real"], ["file"]]);
});

it.skipIf(process.platform === "win32")("writes the missing file that a link leads to", async () => {
  await mkdir(join(root, "real"));
  await symlink(join("real", "file"), join(root, "link"));
  await writeAtomic(join(root, "link"), "new");
  expect(await readFile(join(root, "real", "file"), "utf8")).toBe("new");
  expect((await lstat(join(root, "link"))).isSymbolicLink()).toBe(true);
});

it("writes data in pieces", async () => {
  await writeAtomic(join(root, "file"), ["one", "zwö", "three"]);
  expect(await readFile(join(root, "file"), "utf8")).toBe("onezwöthree");
});

it("removes the files of a killed process, and nothing else", async () => {
  const folder = join(root, "folder");
  await mkdir(folder);
  const gone = spawnSync(process.execPath, ["-e", ""]).pid;
  const others = [`x${ownMark()}.0a.tmp`, "x.abcdef-1.0a.tmp", "x.tmp"];
  await Promise.all(
    [`x${ownMark().replace(/\d+$/, `${gone}`)}.0a.tmp`, ...others].map((name) => writeFile(join(folder, name), "")),
  );
  await writeAtomic(join(folder, "file"), "");
  expect((await readdir(folder)).toSorted()).toEqual(["file", ...others].toSorted());
});
