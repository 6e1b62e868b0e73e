import { existsSync } from "node:fs";
import { constants } from "node:os";
import { resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { UnknownKernelError } from "../../jupyter/kernelspec.ts";
import { NotebookPathError } from "../../run/errors.ts";
import { type RunOptions, runNotebooks } from "../../run/index.ts";
import { RunProgress } from "../run-progress.ts";
import { reportOf } from "../run-report.ts";

type Flags = {
  readonly out: string;
  readonly kernel?: string;
  readonly timeout: number;
  readonly startupTimeout: number;
  readonly check?: true;
};

const FAILED = 1;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** `tsnb run`: executes notebooks without a browser. */
export function command(): Command {
  return new Command("run")
    .description(
      "Execute notebooks and write them with their outputs, their charts, and a page that shows all charts.\n" +
        "Ends with 0 when every notebook passed, 1 when one failed, 2 for wrong usage, 130 when interrupted.",
    )
    .argument("[paths...]", "notebooks or folders of notebooks (default: notebooks, or the current folder)")
    .option("-o, --out <dir>", "where to write", "out")
    .option("-k, --kernel <name>", "the kernel to use instead of the one that each notebook names")
    .option("-t, --timeout <seconds>", "how long a cell may run, 0 for no limit", seconds, 600)
    .option("--startup-timeout <seconds>", "how long a kernel may take to start, 0 for no limit", seconds, 60)
    .option("--check", "fail when the outputs are not those that the notebooks already have")
    .action((paths: string[], flags: Flags, self: Command) => run(paths, flags, self));
}

async function run(paths: readonly string[], flags: Flags, self: Command): Promise<void> {
  const cancel = new AbortController();
  const unlisten = onSignals((signal) => {
    process.exitCode = 128 + constants.signals[signal];
    cancel.abort();
  });
  // Kernels run in the folders of their notebooks; the path was given in this one.
  const { TIMM_RESULTS: results } = process.env;
  if (results) process.env["TIMM_RESULTS"] = resolve(results);
  const progress = new RunProgress(process.stderr);
  const options: RunOptions = {
    out: flags.out,
    timeout: flags.timeout,
    startTimeout: flags.startupTimeout,
    check: flags.check ?? false,
    signal: cancel.signal,
    onEvent: (event) => progress.show(event),
    ...(flags.kernel === undefined ? {} : { kernel: flags.kernel }),
  };
  try {
    const result = await runNotebooks(
      paths.length > 0 ? paths : [existsSync("notebooks") ? "notebooks" : "."],
      options,
    );
    process.stdout.write(`${reportOf(result, flags)}\n`);
    if (!result.ok) process.exitCode ??= FAILED;
  } catch (error) {
    // Both are about what was typed.
    if (error instanceof NotebookPathError || error instanceof UnknownKernelError) self.error(`tsnb: ${error.message}`);
    throw error;
  } finally {
    unlisten();
  }
}

// The first signal ends the run properly; a second one ends the process at once, and its kernels with it.
function onSignals(end: (signal: (typeof SIGNALS)[number]) => void): () => void {
  let ending = false;
  const handlers = SIGNALS.map((signal) => {
    const handler = () => {
      if (ending) process.exit(128 + constants.signals[signal]);
      ending = true;
      end(signal);
    };
    process.on(signal, handler);
    return () => process.off(signal, handler);
  });
  return () => {
    for (const off of handlers) off();
  };
}

function seconds(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value < 0) {
    throw new InvalidArgumentError("It must be a number of seconds, 0 or more.");
  }
  return value;
}
