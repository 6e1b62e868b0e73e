import { createHash, randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { messageOf, TsnbError } from "../../../util/error.ts";
import { ContentsApi, type RemoteEntry } from "./contents-api.ts";
import { ServerError, ServerUnreachableError } from "../errors.ts";
import { folderFiles } from "./folder-files.ts";
import type { Server } from "../http/server.ts";
import {
  RemoteCopyMissingError,
  FileNameError,
  FolderTooLargeError,
  FolderUnreadableError,
  ResultsTooLargeError,
} from "./errors.ts";
import { isUsableFileName } from "./usable-file-name.ts";
import { versionOf, writeBack } from "./write-back.ts";

/** The options for uploading a folder. */
export type SyncOptions = {
  /** The most bytes to upload, and the most to bring back. */
  readonly bytes: number;
  /** The absolute paths of folders that are not uploaded. */
  readonly skipped: readonly string[];
};

/** A file as it was uploaded: its version there, its version here, and its content's SHA-256 digest in hex. */
type Uploaded = { readonly there: string | undefined; readonly here: string; readonly digest: string };

type Changed = { readonly path: string; readonly entry: RemoteEntry };

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
   * @param onNotice called when the upload fails and a part of the copy is left on the server.
   * @throws {FolderTooLargeError | FolderUnreadableError | ServerError}
   */
  static async upload(
    server: Server,
    folder: string,
    { bytes: limit, skipped }: SyncOptions,
    onNotice: (text: string) => void,
  ): Promise<SyncedFolder> {
    const found = await readable(folder, folderFiles(folder, skipped));
    const bytes = found.files.reduce((sum, file) => sum + file.bytes, 0);
    if (bytes > limit) throw new FolderTooLargeError(folder, bytes, limit);
    const synced = new SyncedFolder(server, folder, limit);
    try {
      for (const path of ["", ...found.folders]) await synced.#contents.makeFolder(synced.#there(path));
      await eachOf(found.files, ({ path }) => synced.#upload(path));
    } catch (error) {
      await synced.drop(onNotice);
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

  /** The base URL of the server. */
  get server(): string {
    return this.#contents.server.url;
  }

  /**
   * Copies back the files that were written or changed there, each whose copying succeeds. A file that was changed
   * here meanwhile stays as it is, and the one from the server gets another name beside it.
   *
   * @returns the problems: the files that were left on the server, those with another name here, or the reason that
   *   nothing more could be read.
   */
  async bringBack(): Promise<readonly TsnbError[]> {
    const problems: TsnbError[] = [];
    let left = this.#limit;
    for (const found of await this.#changed("")) {
      if (found instanceof TsnbError) {
        problems.push(found);
        continue;
      }
      const { path, entry } = found;
      if ((entry.size ?? 0) > left) {
        problems.push(new ResultsTooLargeError(this.#there(path), this.server, this.#limit));
        continue;
      }
      try {
        left -= await this.#bringBack(path);
      } catch (error) {
        if (!(error instanceof TsnbError)) throw error;
        problems.push(error);
        if (error instanceof ServerUnreachableError) break;
      }
    }
    return problems;
  }

  /** Deletes the copy; a notice says so when the server does not delete it. */
  async drop(onNotice: (text: string) => void): Promise<void> {
    try {
      await this.#contents.remove(this.path);
    } catch (error) {
      onNotice(`${this.isLeft} (${messageOf(error)})`);
    }
  }

  /** A sentence for a copy that stays. */
  get isLeft(): string {
    return `the folder ${this.path} is left on ${this.server}`;
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

  /** Copies back a file unless it has the uploaded content; resolves with the number of bytes. */
  async #bringBack(path: string): Promise<number> {
    const data = await this.#contents.read(this.#there(path));
    const uploaded = this.#uploaded.get(path);
    if (data === undefined || digestOf(data) === uploaded?.digest) return 0;
    await writeBack(join(this.#folder, path), data, { uploaded: uploaded?.here, began: this.#began });
    return data.length;
  }

  /** The files on the server that are new or differ from those that were uploaded, and errors for those out of reach. */
  async #changed(folder: string): Promise<readonly (Changed | TsnbError)[]> {
    let entries: readonly RemoteEntry[] | undefined;
    try {
      entries = await this.#contents.list(this.#there(folder));
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      return [error];
    }
    if (entries === undefined) return folder === "" ? [new RemoteCopyMissingError(this.path, this.server)] : [];
    const visible = entries.filter(({ name }) => !name.startsWith(".") && name !== "__pycache__");
    const changed = await Promise.all(
      visible.map(async (entry): Promise<readonly (Changed | TsnbError)[]> => {
        const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
        if (!isUsableFileName(entry.name)) return [new FileNameError(this.#there(path), this.server)];
        if (entry.isFolder) return this.#changed(path);
        const { there } = this.#uploaded.get(path) ?? {};
        return there !== undefined && there === entry.version ? [] : [{ path, entry }];
      }),
    );
    return changed.flat();
  }
}

async function readable<T>(folder: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw new FolderUnreadableError(folder, messageOf(error), error);
  }
}

/** Does some work for each item, several at once; after a failure, no further work begins. */
async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = items.values();
  const failures: unknown[] = [];
  const take = async (): Promise<void> => {
    for (const item of left) {
      if (failures.length > 0) return;
      await work(item).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: TRANSFERS_AT_ONCE }, take));
  if (failures.length > 0) throw failures[0];
}

function digestOf(data: Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}
