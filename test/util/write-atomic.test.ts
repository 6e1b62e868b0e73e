import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { WriteError, writeAtomic } from "../../src/util/write-atomic.ts";

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
