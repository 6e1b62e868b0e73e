import { CompareRuleError } from "../../notebook/compare/errors.ts";
import { NotebookReadError } from "../../notebook/errors.ts";
import { KernelspecError, UnknownKernelError } from "../../jupyter/kernelspec.ts";
import { EXIT_CODE } from "../../util/programs/exit-codes.ts";
import { CellTimeoutError, KernelDeathError, NotRepeatableError } from "../errors/cell-errors.ts";
import { KernelStartError, NoKernelError, NotebookTimeoutError } from "../errors/notebook-errors.ts";
import { CacheMetadataError, CellSelectionError, ParameterError, SeedError } from "../errors/setting-errors.ts";
import type { NotebookResult, RunResult } from "../results.ts";
import { KernelMetadataError } from "../plan/kernel-resources.ts";
import { ServerError, ServerLostError, WebSocketRefusedError } from "../servers/errors.ts";
import { FolderTooLargeError, FolderUnreadableError } from "../servers/sync/errors.ts";

const CODES = [
  [EXIT_CODE.different, [NotRepeatableError]],
  [EXIT_CODE.timeout, [CellTimeoutError, NotebookTimeoutError]],
  [
    EXIT_CODE.kernel,
    [KernelStartError, KernelDeathError, KernelspecError, ServerError, ServerLostError, WebSocketRefusedError],
  ],
  [
    EXIT_CODE.usage,
    [
      NotebookReadError,
      CellSelectionError,
      ParameterError,
      SeedError,
      NoKernelError,
      UnknownKernelError,
      CompareRuleError,
      CacheMetadataError,
      KernelMetadataError,
      FolderTooLargeError,
      FolderUnreadableError,
    ],
  ],
] as const;

// If several occurred, the first one in this list counts.
const PRECEDENCE = [
  EXIT_CODE.failed,
  EXIT_CODE.timeout,
  EXIT_CODE.kernel,
  EXIT_CODE.usage,
  EXIT_CODE.types,
  EXIT_CODE.different,
] as const;

/** The exit code of a run. */
export function exitCodeOfRun({ notebooks, types, ok }: Pick<RunResult, "notebooks" | "types" | "ok">): number {
  const codes = new Set(notebooks.map(exitCodeOfNotebook));
  if (types?.isFailure) codes.add(EXIT_CODE.types);
  return PRECEDENCE.find((code) => codes.has(code)) ?? (ok ? EXIT_CODE.passed : EXIT_CODE.failed);
}

/** The exit code of a single notebook. */
function exitCodeOfNotebook({ status, error }: Pick<NotebookResult, "status" | "error">): number {
  if (status === "passed") return EXIT_CODE.passed;
  if (status === "different") return EXIT_CODE.different;
  const found = CODES.find(([, classes]) => classes.some((cause) => error instanceof cause));
  return found?.[0] ?? EXIT_CODE.failed;
}
