const kill = process.kill.bind(process);

/** Ends a process and all that it started, at once: its parent is gone, and nothing that cells started may stay. */
export function endAll(pid: number): void {
  try {
    if (process.platform !== "win32") kill(-pid, "SIGKILL");
  } catch {
    // Not the leader of a group.
  }
  kill(pid, "SIGKILL");
}
