import { isAlive } from "../../util/is-alive.ts";

const POLL_MS = 500;

/** Calls `onGone` when the parent process, or the runner that the kernel was started by, has ended. */
export function watchParent(onGone: () => void): void {
  const parent = process.ppid;
  // A runner may be killed before this process has looked who its parent is.
  const runner = Number(process.env["TSNB_RUN_PID"] ?? 0);
  const timer = setInterval(() => {
    // On Windows, `process.ppid` stays the same when the parent has ended.
    const isSame = process.platform === "win32" ? isAlive(parent) : process.ppid === parent;
    if (isSame && (runner === 0 || isAlive(runner))) return;
    clearInterval(timer);
    onGone();
  }, POLL_MS);
  timer.unref();
}
