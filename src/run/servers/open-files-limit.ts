import * as v from "valibot";
import { OptionError } from "../errors/setting-errors.ts";

const Report = v.object({ userLimits: v.object({ open_files: v.object({ soft: v.number() }) }) });

// Many notebooks may end at the same time, each with its WebSocket, a request and a file.
const FOR_A_NOTEBOOK = 3;
const FOR_THE_REST = 100;
// Every system allows enough for this many notebooks, and the report takes a moment.
const FEW = 64;

/**
 * Checks that notebooks on servers do not need more open files and connections than this process may have.
 *
 * @param atOnce the number of notebooks that run at once.
 * @throws {OptionError} when they need more.
 */
export function requireOpenFiles(atOnce: number, limitOf: () => number = openFilesLimit): void {
  if (atOnce <= FEW) return;
  const [needed, limit] = [FOR_A_NOTEBOOK * atOnce + FOR_THE_REST, limitOf()];
  if (needed <= limit) return;
  const takes = `${atOnce} notebooks at once take up to ${needed} open files and connections`;
  throw new OptionError(
    "jobs",
    `${takes}, and this process may have ${limit}; raise that with ulimit -n, or run fewer`,
  );
}

/** The number of files and connections that this process may have open; infinite where no limit is reported. */
function openFilesLimit(): number {
  const report = v.safeParse(Report, process.report?.getReport());
  return report.success ? report.output.userLimits.open_files.soft : Number.POSITIVE_INFINITY;
}
