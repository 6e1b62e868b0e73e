import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { UnknownKernelError } from "../../jupyter/kernelspec.ts";
import { SanitizeFileError } from "../../notebook/compare/errors.ts";
import { ReportPathError } from "../../report/errors.ts";
import { listReportOptions, type ReportOptions } from "../../report/report-options.ts";
import { checkReportFiles, loadPage, writePage, writeReports } from "../../report/write-reports.ts";
import { NotebookPathError } from "../../run/errors/notebook-errors.ts";
import { OptionError, ParameterError, ParameterFileError } from "../../run/errors/setting-errors.ts";
import { exitCodeOfRun } from "../../run/outcome/run-exit-code.ts";
import { runNotebooks } from "../../run/index.ts";
import { listRunOptions, type RunOptionValues, runSettings } from "../../run/options/run-options.ts";
import type { RunEvent } from "../../run/events.ts";
import type { RunResult } from "../../run/results.ts";
import type { TypesMode } from "../../run/options/types-mode.ts";
import type { TypesResult } from "../../run/type-check/check-types.ts";
import { serverInEnvironment } from "../../run/servers/settings/from-environment.ts";
import { messageOf } from "../../util/error.ts";
import { signalExitCode } from "../../util/programs/exit-codes.ts";
import { WriteError } from "../../util/files/write-atomic.ts";
import { jsonLine } from "../run/json-line.ts";
import { logText } from "../run/log-text.ts";
import { withOptions } from "../add-options.ts";
import { RunProgress } from "../run/run-progress.ts";
import { runTable } from "../run/run-table.ts";

const ABOUT_WHAT_WAS_TYPED = [
  NotebookPathError,
  UnknownKernelError,
  OptionError,
  ParameterError,
  ParameterFileError,
  SanitizeFileError,
  ReportPathError,
];

type ShowFlags = {
  readonly verbose?: boolean;
  readonly quiet?: boolean;
  readonly log?: boolean;
  readonly json?: boolean;
  readonly helpNotebook?: string;
  readonly schema?: boolean;
};
type Flags = RunOptionValues & ReportOptions & ShowFlags;

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** `tsnb run`: executes notebooks without a browser. */
export function command(): Command {
  const run = new Command("run")
    .description(
      "Execute notebooks and write them with their outputs, their charts, and a page that shows them.\n" +
        "Exits with 0 when every notebook passed, 1 when a cell failed, 2 for wrong usage, 3 when outputs differ, " +
        "4 when a kernel could not start or died, 5 after a timeout, 6 when there are type errors and --types is fail, " +
        "130 after Ctrl-C (143 after SIGTERM, 129 after SIGHUP).",
    )
    .argument(
      "[paths...]",
      "notebooks, folders of notebooks, or patterns such as reports/** (default: notebooks, or the current folder)",
    );
  return withOptions(run, [...listRunOptions(), ...listReportOptions()])
    .optionsGroup("Parameters:")
    .option("--help-notebook <file>", "list a notebook's parameters, and run nothing")
    .option("--schema", "with --help-notebook: print them as JSON Schema")
    .optionsGroup("Progress:")
    .option("--verbose", "print a line for each step of each cell")
    .option("-q, --quiet", "print only problems")
    .option("--log", "print the output of cells as it comes")
    .option("--json", "print events as JSON, one object per line, instead of the table")
    .action((paths: string[], flags: Flags, self: Command) => start(paths, flags, self));
}

async function start(
  paths: readonly string[],
  { junit, html, markdown, github, verbose, quiet, log, json, helpNotebook, schema, ...flags }: Flags,
  self: Command,
): Promise<void> {
  if (schema && helpNotebook === undefined) {
    self.error("tsnb: --schema works only with --help-notebook FILE");
  }
  if (helpNotebook !== undefined) {
    const { parameterHelp, parameterSchema, parametersOf } = await import("../../run/parameters/parameter-help.ts");
    const declared = await parametersOf(helpNotebook);
    const text = schema ? JSON.stringify(parameterSchema(declared), null, 2) : parameterHelp(helpNotebook, declared);
    process.stdout.write(`${text}\n`);
    return;
  }
  const cancel = new AbortController();
  const unlisten = onSignals((signal) => {
    process.exitCode = signalExitCode(signal);
    cancel.abort();
  });
  // Kernels run in the folders of their notebooks, but the path is relative to the current folder.
  const { TIMM_RESULTS: results } = process.env;
  if (results) process.env["TIMM_RESULTS"] = resolve(results);
  const progress = new RunProgress(process.stderr, { quiet: quiet ?? false, verbose: verbose ?? false });
  const hasPage = flags.inplace !== true || html !== undefined;
  let loading: NodeJS.Immediate | undefined;
  const show = (event: RunEvent): void => {
    progress.show(event);
    // This process is idle while the kernel runs its first cell.
    if (event.type === "cell-started" && hasPage) loading ??= setImmediate(() => void loadPage());
    if (json) process.stdout.write(`${jsonLine(event)}\n`);
    if (log && event.type === "output") process.stderr.write(logText(event));
  };
  try {
    const wanted = paths.length > 0 ? paths : [existsSync("notebooks") ? "notebooks" : "."];
    const reports = { junit, html, markdown, summary: process.env["GITHUB_STEP_SUMMARY"] || undefined };
    await checkReportFiles(reports);
    const isNamed = flags.server !== undefined || flags.servers !== undefined;
    const server = isNamed ? undefined : serverInEnvironment(process.env);
    const result = await runNotebooks(wanted, {
      ...flags,
      ...(server === undefined ? {} : { server: [server] }),
      types: typesMode(self, flags.types),
      signal: cancel.signal,
      onEvent: show,
    });
    const { inplace, out } = runSettings(flags);
    const page = inplace ? undefined : await writeIndex(join(out, "index.html"), result);
    if (!json && !quiet) process.stdout.write(`${runTable(result, page)}\n`);
    const isAnnotated = github || (process.env["GITHUB_ACTIONS"] === "true" && !json);
    if (!json && result.types) await writeTypes(result.types, "text");
    if (isAnnotated && result.types) await writeTypes(result.types, "github");
    if (isAnnotated) await writeAnnotations(result);
    await writeReports(reports, result);
    if (!result.ok || page instanceof WriteError) process.exitCode ??= exitCodeOfRun({ ...result, ok: false });
  } catch (error) {
    if (ABOUT_WHAT_WAS_TYPED.some((cause) => error instanceof cause)) self.error(`tsnb: ${messageOf(error)}`);
    throw error;
  } finally {
    progress.close();
    unlisten();
  }
}

async function writeIndex(file: string, result: RunResult): Promise<string | WriteError> {
  try {
    await writePage(file, result);
    return resolve(file);
  } catch (error) {
    if (error instanceof WriteError) return error;
    throw error;
  }
}

// In CI, type errors fail the run by default, because nobody reads the cells' stderr.
function typesMode(self: Command, given: TypesMode | undefined): TypesMode | undefined {
  const isGiven = self.getOptionValueSource("types") === "cli";
  return !isGiven && process.env["CI"] ? "fail" : given;
}

async function writeTypes({ check }: TypesResult, format: "text" | "github"): Promise<void> {
  if (check.errors === 0) return;
  const { formatOf } = await import("../../check/formats/format.ts");
  const isColoured = process.stdout.hasColors?.() ?? false;
  process.stdout.write(`${format === "text" ? "\n" : ""}${formatOf(format, check, { isColoured })}`);
}

async function writeAnnotations(result: RunResult): Promise<void> {
  const [{ annotationsOf }, { readPlaces }] = await Promise.all([
    import("../../report/github-annotations.ts"),
    import("../../report/cells/cell-places.ts"),
  ]);
  const places = await readPlaces(process.env["GITHUB_WORKSPACE"] || process.cwd(), result);
  for (const line of annotationsOf(result, places)) process.stdout.write(`${line}\n`);
}

// The first signal ends the run properly; a second one ends the process and its kernels at once.
function onSignals(end: (signal: (typeof SIGNALS)[number]) => void): () => void {
  let ending = false;
  const handlers = SIGNALS.map((signal) => {
    const handler = () => {
      if (ending) process.exit(signalExitCode(signal));
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
