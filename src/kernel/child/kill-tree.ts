// Cells may replace `process`.
const kill = process.kill.bind(process);
const { platform } = process;

/** Kills a process and all processes that it started, because its parent has ended. */
export function killTree(pid: number): void {
  try {
    if (platform !== "win32") kill(-pid, "SIGKILL");
  } catch {
    // The process does not lead a group.
  }
  kill(pid, "SIGKILL");
}
