import { readdirSync, readFileSync } from "node:fs";

/**
 * The memory of a process and its descendants in MB of proportional set size: each page counts once, shared pages
 * divided by the number of processes that share them. Linux only.
 */
export function memoryOf(pid: number): number {
  return treeOf(pid).reduce((sum, member) => sum + proportional(member), 0) / 1024;
}

/** The same memory in MB of resident set size, which counts a page once for each process that has it. */
export function residentOf(pid: number): number {
  return treeOf(pid).reduce((sum, member) => sum + field(`/proc/${member}/status`, "VmRSS"), 0) / 1024;
}

function proportional(pid: number): number {
  return field(`/proc/${pid}/smaps_rollup`, "Pss");
}

/** A process and its descendants. */
function treeOf(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    const status = read(`/proc/${name}/stat`);
    const parent = /^\d+ \(.*\) \S (\d+)/s.exec(status)?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const tree = [pid];
  for (const member of tree) for (const [child, parent] of parents) if (parent === member) tree.push(child);
  return tree;
}

function field(file: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(read(file))?.[1] ?? 0);
}

// A process may end while its figures are read.
function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
