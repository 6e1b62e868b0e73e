import { createHash } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { isAlive } from "../programs/is-alive.ts";

const swept = new Set<string>();
let machine: string | undefined;

/** The mark in the names of this process's temporary files and folders, by which a later process recognizes them. */
export function ownMark(): string {
  return `.${machineMark()}-${process.pid}`;
}

/**
 * Removes what killed processes of this machine have left in a folder: files and folders whose names hold the mark of
 * a process that no longer runs. Each folder is searched only once per process.
 */
export async function removeLeftovers(folder: string): Promise<void> {
  if (swept.has(folder)) return;
  swept.add(folder);
  const mark = new RegExp(`\\.${machineMark()}-(\\d+)[.-]`);
  // Files of other users, and those in folders that cannot be listed, are not ours to remove.
  const names = await readdir(folder).catch(() => []);
  const left = names.filter((name) => {
    const owner = mark.exec(name)?.[1];
    return owner !== undefined && !isAlive(Number(owner));
  });
  await Promise.allSettled(left.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}

function machineMark(): string {
  machine ??= createHash("sha256").update(hostname()).digest("hex").slice(0, 6);
  return machine;
}
