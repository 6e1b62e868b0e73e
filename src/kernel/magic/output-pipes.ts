import { spawnSync } from "node:child_process";
import { constants, mkdtempSync, openSync, rmSync } from "node:fs";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";

/** The two ends of a pipe: a descriptor to write to, and what comes out. */
type Pipe = { readonly input: number; readonly output: Readable };

/**
 * Pipes for what a program prints that it can open by name, as in `echo x > /dev/stderr`: on Linux those
 * that Node makes are sockets, which cannot be opened. Undefined where others cannot be had or need not be.
 */
export function outputPipes(): readonly [stdout: Pipe, stderr: Pipe] | undefined {
  if (process.platform !== "linux") return undefined;
  try {
    const folder = mkdtempSync(join(tmpdir(), "tsnb-pipes-"));
    try {
      const [stdout, stderr] = [join(folder, "stdout"), join(folder, "stderr")];
      const { status } = spawnSync("mkfifo", ["-m", "600", stdout, stderr], { stdio: "ignore" });
      return status === 0 ? [openPipe(stdout), openPipe(stderr)] : undefined;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  } catch {
    // A folder for temporary files that holds none, or no pipes.
    return undefined;
  }
}

function openPipe(path: string): Pipe {
  // To open an end waits for the other one, unless it is told not to.
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  return { input: openSync(path, constants.O_WRONLY), output: new Socket({ fd, readable: true, writable: false }) };
}
