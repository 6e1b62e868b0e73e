import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, realpath, stat } from "node:fs/promises";
import { join, parse } from "node:path";
import { messageOf, TsnbError } from "../../util/error.ts";
import { writeAtomic } from "../../util/write-atomic.ts";
import { ContentsApi, type Entry } from "./contents-api.ts";
import { folderFiles } from "./folder-files.ts";
import type { Server } from "./server.ts";
import { FileChangedError, FolderTooLargeError, FolderUnreadableError, ResultsTooLargeError } from "./sync-errors.ts";

/** The options for uploading a folder. */
export type SyncOptions = {
  /** The most bytes to upload, and the most to bring back. */
  readonly bytes: number;
  /** The absolute paths of folders that are not uploaded. */
  readonly skipped: readonly string[];
};

/** A file as it was uploaded: its version there, its version here, and its content's SHA-256 digest in hex. */
type Uploaded = { readonly there: string | undefined; readonly here: string; readonly digest: string };

const TRANSFERS_AT_ONCE = 6;

/** A copy of a notebook's folder on a server, for one kernel. */
export class SyncedFolder {
  /** Its path below the server's root. */
  readonly path: string;
  readonly #folder: string;
  readonly #contents: ContentsApi;
  readonly #limit: number;
  readonly #uploaded = new Map<string, Uploaded>();
  readonly #began = Date.now();

  /**
   * Copies a folder to a server, into a new folder.
   *
   * @throws {FolderTooLargeError | FolderUnreadableError | ServerError}
   */
  static async upload(server: Server, folder: string, { bytes: limit, skipped }: SyncOptions): Promise<SyncedFolder> {
    const found = await readable(folder, folderFiles(folder, skipped));
    const bytes = found.files.reduce((sum, file) => sum + file.bytes, 0);
    if (bytes > limit) throw new FolderTooLargeError(folder, bytes, limit);
    const synced = new SyncedFolder(server, folder, limit);
    try {
      for (const path of ["", ...found.folders]) await synced.#contents.makeFolder(synced.#there(path));
      await eachOf(found.files, ({ path }) => synced.#upload(path));
    } catch (error) {
      await synced.remove().catch(() => undefined);
      throw error;
    }
    return synced;
  }

  private constructor(server: Server, folder: string, limit: number) {
    this.path = `tsnb-sync-${randomBytes(4).toString("hex")}`;
    this.#contents = new ContentsApi(server);
    this.#folder = folder;
    this.#limit = limit;
  }

  /**
   * Copies back the files that were written or changed there. A file that was changed here meanwhile stays as it is,
   * and the one from the server gets another name beside it.
   *
   * @returns the problems; with any, the copy on the server should stay.
   * @throws {ServerError} when the server does not give a file.
   */
  async bringBack(): Promise<readonly TsnbError[]> {
    const problems: TsnbError[] = [];
    let left = this.#limit;
    for (const { path, entry } of await this.#changed("")) {
      left -= entry.size ?? 0;
      if (left < 0) {
        problems.push(new ResultsTooLargeError(this.#there(path), this.#contents.server.url, this.#limit));
        continue;
      }
      const data = await this.#contents.read(this.#there(path));
      if (data === undefined || digestOf(data) === this.#uploaded.get(path)?.digest) continue;
      try {
        await this.#write(path, data);
      } catch (error) {
        if (!(error instanceof TsnbError)) throw error;
        problems.push(error);
      }
    }
    return problems;
  }

  /**
   * Deletes the copy.
   *
   * @throws {ServerError} when the server does not delete it.
   */
  async remove(): Promise<void> {
    await this.#contents.remove(this.path);
  }

  #there(path: string): string {
    return path === "" ? this.path : `${this.path}/${path}`;
  }

  async #upload(path: string): Promise<void> {
    const file = join(this.#folder, path);
    const here = await versionOf(file);
    const data = await readable(this.#folder, readFile(file));
    const entry = await this.#contents.write(this.#there(path), data);
    this.#uploaded.set(path, { there: entry?.version, here, digest: digestOf(data) });
  }

  /** The files on the server that are new or differ from those that were uploaded. */
  async #changed(folder: string): Promise<readonly { readonly path: string; readonly entry: Entry }[]> {
    const entries = (await this.#contents.list(this.#there(folder))) ?? [];
    const changed = await Promise.all(
      entries.map(async (entry) => {
        const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
        if (entry.isFolder) return entry.name === "__pycache__" ? [] : this.#changed(path);
        const { there } = this.#uploaded.get(path) ?? {};
        return there !== undefined && there === entry.version ? [] : [{ path, entry }];
      }),
    );
    return changed.flat();
  }

  /** @throws {FileChangedError} when the content was written beside the file. */
  async #write(path: string, data: Buffer): Promise<void> {
    const file = await realpath(join(this.#folder, path)).catch(() => join(this.#folder, path));
    let changed: FileChangedError | undefined;
    // Checked last, since writing may take a while.
    await writeAtomic(file, data, async () => {
      if (!(await this.#isChangedHere(path, file, data))) return file;
      changed = new FileChangedError(file, freeNameBeside(file));
      return changed.beside;
    });
    if (changed !== undefined) throw changed;
  }

  async #isChangedHere(path: string, file: string, data: Buffer): Promise<boolean> {
    const found = await stat(file).catch(() => undefined);
    if (found === undefined) return false;
    const uploaded = this.#uploaded.get(path);
    // A file that was not uploaded may be replaced unless it has changed since, as a run here would do.
    const isChanged = uploaded ? uploaded.here !== (await versionOf(file)) : found.ctimeMs >= this.#began;
    return isChanged && !data.equals(await readFile(file));
  }
}

async function readable<T>(folder: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw new FolderUnreadableError(folder, messageOf(error), error);
  }
}

async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = items.values();
  const take = async (): Promise<void> => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: TRANSFERS_AT_ONCE }, take));
}

function digestOf(data: Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}

async function versionOf(file: string): Promise<string> {
  const found = await stat(file, { bigint: true }).catch(() => undefined);
  return found === undefined ? "none" : `${found.ino} ${found.size} ${found.mtimeNs}`;
}

function freeNameBeside(file: string): string {
  const { dir, name, ext } = parse(file);
  for (let number = 1; ; number++) {
    const beside = join(dir, `${name}-server${number === 1 ? "" : `-${number}`}${ext}`);
    if (!existsSync(beside)) return beside;
  }
}
