/** Writes a line to the kernel's log: the stderr of its process, which Jupyter servers keep. */
export function log(text: string): void {
  process.stderr.write(`tsnb kernel: ${text}\n`);
}
