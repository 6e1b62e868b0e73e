#!/usr/bin/env node
import { readFileSync } from "node:fs";

// A reader that closes the pipe (`tsnb run | head`) must not end the work or the clean-up after it.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

const HELP_COLUMNS = 80;

const args = process.argv.slice(2);
const help = args.length === 1 && (args[0] === "--help" || args[0] === "-h") ? writtenHelp() : undefined;
if (help === undefined) void start();
else process.stdout.write(help);

/** The help that the build wrote to a file; undefined without one, or when the terminal is too narrow for it. */
function writtenHelp(): string | undefined {
  const { isTTY, columns } = process.stdout;
  if (isTTY && columns < HELP_COLUMNS) return undefined;
  try {
    return readFileSync(new URL("help.txt", import.meta.url), "utf8");
  } catch {
    return undefined;
  }
}

// No top-level await: this file is bundled as CommonJS, which Node.js starts faster.
async function start(): Promise<void> {
  const { keepCompiled } = await import("../kernel/process/compile-cache.ts");
  keepCompiled();
  const { runCommand } = await import("./run-command.ts");
  await runCommand(args);
}
