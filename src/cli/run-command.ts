import { CommanderError } from "commander";
import { joinedParameters } from "./run/papermill-arguments.ts";
import { program } from "./program.ts";

/** Runs the command that the arguments name, to its end. Commands that do not succeed set the exit code. */
export async function runCommand(given: readonly string[]): Promise<void> {
  try {
    const args = joinedParameters(given);
    const cli = await program(args);
    await cli.parseAsync(args, { from: "user" });
  } catch (thrown) {
    // Help and the version also end with an exception.
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return;
    const { exitCodeOf } = await import("./error-exit-code.ts");
    process.exitCode = exitCodeOf(thrown, (text) => process.stderr.write(`${text}\n`));
  }
}
