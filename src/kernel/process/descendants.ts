import { execFile } from "node:child_process";
import { promises as fs } from "node:fs";
import { promisify } from "node:util";

/** The descendants of a process; empty on Windows. */
export async function descendantsOf(pid: number): Promise<number[]> {
  const parents = process.platform === "linux" ? await fromProc() : await fromPs();
  const found: number[] = [];
  const add = (parent: number): void => {
    for (const [child, of] of parents) {
      if (of !== parent || found.includes(child)) continue;
      found.push(child);
      add(child);
    }
  };
  add(pid);
  return found;
}

async function fromProc(): Promise<Map<number, number>> {
  const parents = new Map<number, number>();
  const entries = (await fs.readdir("/proc")).filter((name) => /^\d+$/.test(name));
  await Promise.all(
    entries.map(async (name) => {
      // The process may end meanwhile.
      const stat = await fs.readFile(`/proc/${name}/stat`, "latin1").catch(() => undefined);
      // The second field is the program's name, which may contain spaces and parentheses.
      const parent = stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[1];
      if (parent !== undefined) parents.set(Number(name), Number(parent));
    }),
  );
  return parents;
}

async function fromPs(): Promise<Map<number, number>> {
  if (process.platform === "win32") return new Map();
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid="]);
  const pairs = stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  return new Map(pairs.map(([pid = 0, parent = 0]) => [pid, parent]));
}
