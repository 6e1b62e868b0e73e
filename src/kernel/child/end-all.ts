// Cells may replace `process`.
const kill = process.kill.bind(process);
const { platform } = process;

/** Ends a process and all that it started, at once: its parent is gone, and nothing that cells started may stay. */
export function endAll(pid: number): void {
  try {
    if (platform !== "win32") kill(-pid, "SIGKILL");
  } catch {
    // Not the leader of a group.
  }
  kill(pid, "SIGKILL");
}
