import { isAlive } from "../../util/programs/is-alive.ts";

const POLL_MS = 500;

/** Calls `onGone` when the parent process, or the runner that started the kernel, has ended. */
export function watchParent(onGone: () => void): void {
  const parent = process.ppid;
  // A runner may be killed before this process has read the id of its parent.
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
