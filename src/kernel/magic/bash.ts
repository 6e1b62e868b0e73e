import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Magic, MagicError } from "./magic.ts";

export const bash: Magic = {
  name: "bash",
  usage: "%%bash",
  help: "runs the rest of the cell as a Bash script",
  wholeCell: "text",
  isWholeOnly: true,
  async run({ argument, body }, { interrupts }) {
    if (argument !== "") throw new MagicError(`%%bash takes the script in the lines below, but got ${argument}`);
    const { CommandFailed, runProgram } = await import("./shell/shell.ts");
    const folder = await mkdtemp(join(tmpdir(), "tsnb-bash-"));
    try {
      const script = join(folder, "cell.sh");
      await writeFile(script, body.endsWith("\n") ? body : `${body}\n`);
      const program = process.platform === "win32" ? "bash.exe" : "bash";
      await runProgram([program, script], process.cwd(), interrupts, "%%bash");
    } catch (error) {
      if (!(error instanceof CommandFailed) || !error.isMissing) throw error;
      const fix = process.platform === "win32" ? "install Git for Windows, or write" : "write";
      throw new MagicError(`%%bash found no bash: ${fix} each line as !command`);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
