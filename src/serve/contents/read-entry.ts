import { isUtf8 } from "node:buffer";
import { constants, type Stats } from "node:fs";
import { access, readdir, readFile, stat } from "node:fs/promises";
import { whyNotWritten } from "../../util/files/write-atomic.ts";
import { RequestError } from "../http/request-error.ts";
import { insideFolder, notThere } from "./inside-folder.ts";

/** A file or folder as Jupyter's contents API describes it; dates are ISO 8601 in UTC, the size is in bytes. */
export type ContentsModel = {
  readonly name: string;
  readonly path: string;
  readonly type: "directory" | "file" | "notebook";
  readonly created: string;
  readonly last_modified: string;
  readonly size: number | null;
  readonly writable: boolean;
  readonly mimetype: string | null;
  readonly format: "json" | "text" | "base64" | null;
  readonly content: unknown;
};

export type WantedContents = {
  readonly root: string;
  readonly file: string;
  /** The path below the root, with slashes. */
  readonly path: string;
  readonly type?: string;
  readonly format?: string;
  readonly withContent: boolean;
  readonly isWritable?: boolean;
};

/** The size of the largest file that is put into JSON. */
const LARGEST_BYTES = 256 * 1024 * 1024;

/** @throws {RequestError} when it does not exist, cannot be read, or is not of the requested type. */
export async function readEntry(wanted: WantedContents): Promise<ContentsModel> {
  const { file, path, type } = wanted;
  const found = await stat(file).catch(() => undefined);
  if (found === undefined || !(found.isFile() || found.isDirectory())) throw notThere(path);
  if (found.isDirectory() && type !== undefined && type !== "directory") {
    throw new RequestError(400, `${path} is a directory, not a ${type}`);
  }
  if (!found.isDirectory() && type === "directory") throw new RequestError(400, `${path} is not a directory`);
  return found.isDirectory() ? folderEntry(wanted, found) : fileEntry(wanted, found);
}

async function folderEntry(wanted: WantedContents, found: Stats): Promise<ContentsModel> {
  const common = { ...(await commonOf(wanted, found)), type: "directory", size: null, mimetype: null } as const;
  if (!wanted.withContent) return { ...common, format: null, content: null };
  const names = await readdir(wanted.file).catch((error: unknown) => {
    throw unreadable(wanted.path, error);
  });
  const entries = await Promise.all(names.map((name) => childOf(wanted, name)));
  return { ...common, format: "json", content: entries.filter((entry) => entry !== undefined) };
}

/** An entry of a folder; undefined for one that is hidden, leads out of the root or has vanished. */
async function childOf(
  { root, path, isWritable = false }: WantedContents,
  name: string,
): Promise<ContentsModel | undefined> {
  const below = path === "" ? name : `${path}/${name}`;
  try {
    const file = await insideFolder(root, below);
    return await readEntry({ root, file, path: below, withContent: false, isWritable });
  } catch (error) {
    if (error instanceof RequestError) return undefined;
    throw error;
  }
}

async function fileEntry(wanted: WantedContents, found: Stats): Promise<ContentsModel> {
  const isNotebook = wanted.type === "notebook" || (wanted.type === undefined && wanted.path.endsWith(".ipynb"));
  const type = isNotebook ? "notebook" : "file";
  const common = { ...(await commonOf(wanted, found)), type, size: found.size } as const;
  if (!wanted.withContent) return { ...common, mimetype: null, format: null, content: null };
  if (found.size > LARGEST_BYTES)
    throw new RequestError(413, `${wanted.path} is larger than ${LARGEST_BYTES >> 20} MB`);
  const bytes = await readFile(wanted.file).catch((error: unknown) => {
    throw unreadable(wanted.path, error);
  });
  if (isNotebook) return { ...common, mimetype: null, format: "json", content: notebookIn(bytes, wanted.path) };
  const isText = wanted.format === undefined ? isUtf8(bytes) : wanted.format !== "base64";
  if (isText && !isUtf8(bytes)) throw new RequestError(400, `${wanted.path} is not UTF-8 encoded`);
  return isText
    ? { ...common, mimetype: "text/plain", format: "text", content: bytes.toString("utf8") }
    : { ...common, mimetype: "application/octet-stream", format: "base64", content: bytes.toString("base64") };
}

type Common = Pick<ContentsModel, "name" | "path" | "created" | "last_modified" | "writable">;

async function commonOf({ file, path, isWritable = false }: WantedContents, found: Stats): Promise<Common> {
  const writable = isWritable && (await access(file, constants.W_OK).then(...YES_OR_NO));
  return {
    name: path.split("/").at(-1) ?? "",
    path,
    created: found.birthtime.toISOString(),
    last_modified: found.mtime.toISOString(),
    writable,
  };
}

const YES_OR_NO = [() => true, () => false] as const;

function notebookIn(bytes: Buffer, path: string): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    throw new RequestError(400, `Unreadable Notebook: ${path} is not JSON (${String(error)})`);
  }
}

function unreadable(path: string, error: unknown): RequestError {
  return new RequestError(403, `${path} cannot be read: ${whyNotWritten(error)}`);
}
