import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { cacheFolder } from "../../util/files/cache-folder.ts";
import { makeFolder } from "../../util/files/make-folder.ts";
import { WriteError } from "../../util/files/write-atomic.ts";
import { digestOf, digestOfPath } from "./digest.ts";
import { type CacheEntry, EntryFault, type EntryHead, formatEntry, parseEntry, parseHead } from "./entry-format.ts";

const ENTRY = "entry";
// 128 bits of a digest, in hexadecimal.
const NAME_CHARACTERS = 32;
const MOST_ENTRIES_OF_NOTEBOOK = 20;

// An entry that is being written.
const UNFINISHED = ".tmp";
const STALE_MS = 3_600_000;

type Sizes = {
  readonly folder: string;
  readonly bytes: number;
  /** The time of its last use, in milliseconds since 1970. */
  readonly usedAt: number;
};

/** An entry on disk; `head` is undefined when it cannot be read. */
export type StoredEntry = Sizes & { readonly head: EntryHead | undefined };

/** The stored outputs of notebooks: a folder for each notebook, with a folder for each entry. */
export class CacheStore {
  readonly folder: string;

  /** @param folder the store's folder; by default `runs` in the cache folder, which `TSNB_CACHE` changes. */
  constructor(folder: string = join(cacheFolder(), "runs")) {
    this.folder = folder;
  }

  /** The entry under a key, with the contents of the files that the run wrote; undefined when there is none. */
  async read(source: string, key: string): Promise<FoundEntry | EntryFault | undefined> {
    const folder = this.#folderOf(source, key);
    const text = await readFile(join(folder, ENTRY), "utf8").catch(() => undefined);
    if (text === undefined) return existsSync(folder) ? new EntryFault("its file cannot be read") : undefined;
    const entry = parseEntry(text);
    if (entry instanceof EntryFault) return entry;
    if (entry.head.key !== key || entry.head.source !== source) return new EntryFault("it belongs to another notebook");
    const contents: Uint8Array[] = [];
    for (const { digest } of entry.head.written) {
      const content = await readFile(join(folder, digest)).catch(() => undefined);
      if (content === undefined || digestOf(content) !== digest) {
        return new EntryFault("a file that the run wrote does not match its digest");
      }
      contents.push(content);
    }
    const { state } = entry.head;
    if (state !== undefined && digestOfPath(join(folder, state)) !== state) {
      return new EntryFault("the values of its names do not match their digest");
    }
    // The most recently used entries are kept longest. The cache may be read-only.
    const now = new Date();
    await utimes(join(folder, ENTRY), now, now).catch(() => {});
    return { entry, contents, folder };
  }

  /**
   * Writes an entry, whole or not at all, and removes the least recently used entries beyond a limit.
   *
   * @param contents the contents of the files that the run wrote.
   * @param limit the most bytes that all entries together may take.
   * @param stateFile the file with the values of names, which is moved into the entry.
   * @throws {WriteError} when the entry cannot be written.
   */
  async write(entry: CacheEntry, contents: readonly Uint8Array[], limit: number, stateFile?: string): Promise<void> {
    const { source, key, written, state } = entry.head;
    const folder = this.#folderOf(source, key);
    const beside = `${folder}.${randomBytes(6).toString("hex")}${UNFINISHED}`;
    try {
      await makeFolder(beside, 0o700);
      try {
        for (const [index, { digest }] of written.entries())
          await writeFile(join(beside, digest), contents[index] ?? "");
        if (stateFile !== undefined && state !== undefined) await rename(stateFile, join(beside, state));
        await writeFile(join(beside, ENTRY), formatEntry(entry), { mode: 0o600 });
        await rm(folder, { recursive: true, force: true });
        await rename(beside, folder);
      } finally {
        await rm(beside, { recursive: true, force: true });
      }
    } catch (cause) {
      // Another run of the same notebook wrote the entry first.
      if (isTaken(cause)) return;
      throw new WriteError(folder, cause);
    }
    await this.#trim(source, limit);
  }

  /** All entries, the newest first; only those of one notebook when `source` is given. */
  async list(source?: string): Promise<readonly StoredEntry[]> {
    const finished = (await this.#sizes(source)).filter(({ folder }) => !folder.endsWith(UNFINISHED));
    const entries = await Promise.all(finished.map(async (sizes) => ({ ...sizes, head: await headIn(sizes.folder) })));
    return entries.toSorted((a, b) => (b.head?.made ?? "").localeCompare(a.head?.made ?? ""));
  }

  /** Removes an entry. */
  async remove({ folder }: Pick<StoredEntry, "folder">): Promise<void> {
    await rm(folder, { recursive: true, force: true });
  }

  /** Removes all entries. */
  async clear(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  async #trim(source: string, limit: number): Promise<void> {
    const own = join(this.folder, notebookName(source));
    const all = (await this.#sizes()).toSorted((a, b) => b.usedAt - a.usedAt);
    const used = all.filter((entry) => !isBeingWritten(entry));
    const excess = used.filter(({ folder }) => dirname(folder) === own).slice(MOST_ENTRIES_OF_NOTEBOOK);
    let bytes = 0;
    const surplus = used.filter((entry) => (bytes += entry.bytes) > limit);
    const left = used.filter(({ folder }) => folder.endsWith(UNFINISHED));
    for (const entry of new Set([...excess, ...surplus, ...left])) await this.remove(entry);
  }

  async #sizes(source?: string): Promise<readonly Sizes[]> {
    const notebooks = source === undefined ? await namesIn(this.folder) : [notebookName(source)];
    const folders = await Promise.all(
      notebooks.map(async (name) =>
        (await namesIn(join(this.folder, name))).map((key) => join(this.folder, name, key)),
      ),
    );
    return Promise.all(folders.flat().map(sizesOf));
  }

  #folderOf(source: string, key: string): string {
    return join(this.folder, notebookName(source), key.slice(0, NAME_CHARACTERS));
  }
}

/** An entry that was read, and the contents of the files that its run wrote. */
export type FoundEntry = {
  readonly entry: CacheEntry;
  readonly contents: readonly Uint8Array[];
  /** The folder with its files. */
  readonly folder: string;
};

function notebookName(source: string): string {
  return digestOf(source).slice(0, NAME_CHARACTERS);
}

async function headIn(folder: string): Promise<EntryHead | undefined> {
  const text = await readFile(join(folder, ENTRY), "utf8").catch(() => "");
  const head = parseHead(text);
  return head instanceof EntryFault ? undefined : head;
}

function isBeingWritten({ folder, usedAt }: Sizes): boolean {
  return folder.endsWith(UNFINISHED) && usedAt >= Date.now() - STALE_MS;
}

async function sizesOf(folder: string): Promise<Sizes> {
  const names = await namesIn(folder);
  const found = await Promise.all(names.map((name) => stat(join(folder, name)).catch(() => undefined)));
  const stats = found.filter((one) => one !== undefined);
  // An entry that has just been started has no files yet.
  const made =
    stats.length > 0
      ? 0
      : await stat(folder).then(
          ({ mtimeMs }) => mtimeMs,
          () => 0,
        );
  return {
    folder,
    bytes: stats.reduce((sum, { size }) => sum + size, 0),
    usedAt: Math.max(made, ...stats.map(({ mtimeMs }) => mtimeMs)),
  };
}

async function namesIn(folder: string): Promise<readonly string[]> {
  // A missing path, or one that is not a folder, holds no entries.
  return readdir(folder).catch(() => []);
}

function isTaken(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && (cause.code === "ENOTEMPTY" || cause.code === "EEXIST");
}
