#!/usr/bin/env node
import { exitCodeOf } from "./exit-code.ts";
import { program } from "./program.ts";

// A reader that went away (`tsnb run | head`) must not end the work or the clean-up after it.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

try {
  const cli = await program(process.argv.slice(2));
  await cli.parseAsync(process.argv);
} catch (thrown) {
  process.exitCode = exitCodeOf(thrown, (text) => process.stderr.write(`${text}\n`));
}
