import { spawnSync } from "node:child_process";
import { constants, mkdtempSync, openSync, rmSync } from "node:fs";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";

/** A pipe: the descriptor to write to, and the stream to read from. */
type Pipe = { readonly input: number; readonly output: Readable };

/**
 * Named pipes for a program's output. On Linux, Node connects a child through sockets, which a program cannot open by
 * name, as in `echo x > /dev/stderr`. Undefined on other systems, and when pipes cannot be created.
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
    // The folder for temporary files is missing, read-only or without support for pipes.
    return undefined;
  }
}

function openPipe(path: string): Pipe {
  // Opening one end of a named pipe blocks until the other is open, except with O_NONBLOCK.
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  return { input: openSync(path, constants.O_WRONLY), output: new Socket({ fd, readable: true, writable: false }) };
}
