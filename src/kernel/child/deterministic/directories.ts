import fs, { type Dir, type Dirent } from "node:fs";
import { join } from "node:path";
import { callbackify } from "node:util";
import { replace } from "./replace.ts";

type Given = readonly unknown[];
type Done = (error: Error | null, entry: Dirent | null) => void;

/** Makes directories list their entries sorted by name, in the order of the characters' codes. */
export function sortDirectories(): void {
  const { readdir, readdirSync } = fs;
  const { readdir: readdirPromise } = fs.promises;
  replace(fs, "readdirSync", (...given: Given) => sorted(Reflect.apply(readdirSync, fs, given)));
  replace(fs.promises, "readdir", async (...given: Given) => sorted(await Reflect.apply(readdirPromise, fs, given)));
  replace(fs, "readdir", (...given: Given) => {
    const callback = given.at(-1);
    if (typeof callback !== "function") return Reflect.apply(readdir, fs, given);
    const called = (error: unknown, entries: unknown): unknown => callback(error, error ? entries : sorted(entries));
    return Reflect.apply(readdir, fs, given.toSpliced(-1, 1, called));
  });
  sortOpened();
}

/** Makes the first read of an opened directory read all its entries, and sort them. */
function sortOpened(): void {
  const { prototype } = fs.Dir;
  const { readSync, close, closeSync } = prototype;
  const read: (this: Dir) => Promise<Dirent | null> = prototype.read;
  const unread = new WeakMap<Dir, Promise<Dirent[]> | Dirent[]>();

  const readAll = async (dir: Dir): Promise<Dirent[]> => {
    const entries: Dirent[] = [];
    for (let entry = await read.call(dir); entry !== null; entry = await read.call(dir)) entries.push(entry);
    return sorted(entries);
  };
  const next = async (dir: Dir): Promise<Dirent | null> => {
    const rest = unread.get(dir) ?? readAll(dir);
    unread.set(dir, rest);
    const entries = await rest;
    unread.set(dir, entries);
    return entries.shift() ?? null;
  };
  const nextSync = (dir: Dir): Dirent | null => {
    let rest = unread.get(dir);
    if (!Array.isArray(rest)) {
      rest = [];
      for (let entry = readSync.call(dir); entry !== null; entry = readSync.call(dir)) rest.push(entry);
      unread.set(dir, sorted(rest));
    }
    return rest.shift() ?? null;
  };
  async function* entriesOf(this: Dir): AsyncGenerator<Dirent> {
    try {
      for (let entry = await next(this); entry !== null; entry = await next(this)) yield entry;
    } finally {
      await this.close();
    }
  }
  replace(prototype, "readSync", function readSorted(this: Dir) {
    return nextSync(this);
  });
  replace(prototype, "read", function readSorted(this: Dir, done?: Done) {
    if (done === undefined) return next(this);
    return callbackify(next)(this, done);
  });
  replace(prototype, "entries", entriesOf);
  replace(prototype, Symbol.asyncIterator, entriesOf);
  // Without its kept entries, a closed directory throws Node's error at the next read.
  replace(prototype, "close", function closed(this: Dir, ...given: Given) {
    unread.delete(this);
    return Reflect.apply(close, this, given);
  });
  replace(prototype, "closeSync", function closed(this: Dir) {
    unread.delete(this);
    closeSync.call(this);
  });
}

function sorted<T>(entries: T): T {
  if (Array.isArray(entries)) entries.sort((a, b) => compare(keyOf(a), keyOf(b)));
  return entries;
}

function keyOf(entry: unknown): string {
  if (Buffer.isBuffer(entry)) return entry.toString("latin1");
  if (!(entry instanceof fs.Dirent)) return String(entry);
  return join(String(entry.parentPath), String(entry.name));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
