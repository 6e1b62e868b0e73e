const POLL_MS = 500;

/** Calls `onGone` when the parent process has ended. */
export function watchParent(onGone: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.platform === "win32" ? isAlive(parent) : process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, POLL_MS);
  timer.unref();
}

// On Windows, `process.ppid` stays the same when the parent has ended.
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
