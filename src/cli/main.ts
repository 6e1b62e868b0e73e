#!/usr/bin/env node
import { CommanderError } from "commander";
import { joinedParameters } from "./run/parameter-arguments.ts";
import { program } from "./program.ts";

// A reader that went away (`tsnb run | head`) must not end the work or the clean-up after it.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

try {
  const args = joinedParameters(process.argv.slice(2));
  const cli = await program(args);
  await cli.parseAsync(args, { from: "user" });
} catch (thrown) {
  // Help and the version end with an exception, too.
  if (!(thrown instanceof CommanderError && thrown.exitCode === 0)) {
    const { exitCodeOf } = await import("./exit-code.ts");
    process.exitCode = exitCodeOf(thrown, (text) => process.stderr.write(`${text}\n`));
  }
}
