import { readFileSync } from "node:fs";

/** True while a process runs. On Linux, one that has ended counts as ended before its parent has reaped it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    if (process.platform !== "linux") return true;
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(")") + 2));
  } catch {
    return false;
  }
}

/** The processes that still run after some seconds; returns as soon as none does. */
export async function survivors(pids: readonly number[], seconds = 10): Promise<number[]> {
  const until = performance.now() + seconds * 1000;
  while (pids.some(isAlive) && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
  return pids.filter(isAlive);
}
