import { constants } from "node:fs";
import { copyFile, mkdir, rename, rm, rmdir, stat } from "node:fs/promises";
import { basename, dirname, extname, join, sep } from "node:path";
import * as v from "valibot";
import type { JsonObject } from "../../jupyter/json.ts";
import { whyNotWritten, writeAtomic, WriteError } from "../../util/files/write-atomic.ts";
import { RequestError } from "../http/request-error.ts";
import { parseBody } from "../http/parse-body.ts";
import { notThere } from "./inside-folder.ts";

const Saved = v.variant("type", [
  v.object({ type: v.literal("directory") }),
  v.object({ type: v.literal("notebook"), content: v.record(v.string(), v.unknown()) }),
  v.object({ type: v.literal("file"), format: v.nullish(v.picklist(["text", "base64"]), "text"), content: v.string() }),
]);

/**
 * Writes what the contents API saves: a notebook, a file, a folder.
 *
 * @throws {RequestError} when the request is malformed or the file system refuses.
 */
export async function saveEntry(file: string, path: string, body: JsonObject): Promise<void> {
  const entry = parseBody(Saved, body);
  if (!(await stat(dirname(file)).catch(() => undefined))?.isDirectory()) throw notThere(dirname(path));
  await writing(path, async () => {
    if (entry.type === "directory") await mkdir(file);
    else if (entry.type === "notebook") await writeAtomic(file, `${JSON.stringify(entry.content, undefined, 1)}\n`);
    else await writeAtomic(file, Buffer.from(entry.content, entry.format === "base64" ? "base64" : "utf8"));
  });
}

/** A name for a new entry that nothing in the folder has yet: `Untitled.ipynb`, `Untitled1.ipynb`. */
export async function freeName(folder: string, name: string): Promise<string> {
  const extension = extname(name);
  const stem = basename(name, extension);
  for (let count = 0; ; count += 1) {
    const candidate = `${stem}${count === 0 ? "" : count}${extension}`;
    if ((await stat(join(folder, candidate)).catch(() => undefined)) === undefined) return candidate;
  }
}

/** @throws {RequestError} when it is not a file, or the file system refuses. */
export async function copyEntry(from: string, to: string, path: string): Promise<void> {
  if (!(await stat(from).catch(() => undefined))?.isFile()) throw notThere(path);
  await writing(path, () => copyFile(from, to, constants.COPYFILE_EXCL));
}

/** @throws {RequestError} when something has the new name, or the file system refuses. */
export async function renameEntry(from: string, to: string, path: string): Promise<void> {
  if ((await stat(from).catch(() => undefined)) === undefined) throw notThere(path);
  if ((await stat(to).catch(() => undefined)) !== undefined) {
    throw new RequestError(409, `File already exists: ${basename(to)}`);
  }
  if (to.startsWith(from + sep)) throw new RequestError(400, `The folder ${path} cannot be moved into itself`);
  await writing(path, () => rename(from, to));
}

/** @throws {RequestError} when it is a folder that is not empty, or the file system refuses. */
export async function deleteEntry(file: string, path: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) throw notThere(path);
  await writing(path, () => (found.isDirectory() ? rmdir(file) : rm(file)));
}

async function writing(path: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const cause = error instanceof WriteError ? error.cause : error;
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (typeof code !== "string") throw error;
    if (code === "ENOENT") throw notThere(path);
    if (code === "ENOTEMPTY") throw new RequestError(400, `The folder ${path} is not empty`);
    if (code === "EEXIST") throw new RequestError(409, `File already exists: ${path}`);
    const message = `${path} cannot be written: ${whyNotWritten(cause)}`;
    throw new RequestError(code === "EACCES" || code === "EPERM" || code === "EROFS" ? 403 : 500, message);
  }
}
