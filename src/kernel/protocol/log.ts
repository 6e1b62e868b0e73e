/** Writes a line to the kernel's log: stderr, which Jupyter servers keep. */
export function log(text: string): void {
  process.stderr.write(`tsnb kernel: ${text}\n`);
}
