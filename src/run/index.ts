export { NoFreePortError } from "../jupyter/free-ports.ts";
export { KernelspecError, UnknownKernelError } from "../jupyter/kernelspec.ts";
export { TslabMissingError } from "../jupyter/tslab.ts";
export { CompilerEndedError, NoCompilerError } from "../kernel/types/compiler/errors.ts";
export {
  NotebookEncodingError,
  NotebookFileError,
  NotebookJsonError,
  NotebookShapeError,
  NotebookVersionError,
} from "../notebook/errors.ts";
export { TsnbError } from "../util/error.ts";
export { WriteError } from "../util/files/write-atomic.ts";
export {
  CheckCancelledError,
  type CheckOptions,
  type CheckResult,
  checkNotebooks,
  type Finding,
  type FindingCell,
  type NotebookCheck,
  NothingToCheckError,
  OtherLanguageError,
} from "../check/index.ts";
export type { CellDifference, Change, Comparison, OutputDifference } from "../notebook/compare/differences.ts";
export { CompareRuleError, SanitizeFileError } from "../notebook/compare/errors.ts";
export type { Converted, ConvertOptions, Form } from "../convert/convert.ts";
export { ConvertFileError, ConvertLanguageError } from "../convert/errors.ts";
export { PercentHeaderError } from "../convert/percent/errors.ts";
export type { ReadOptions } from "../notebook/file/read.ts";
export type {
  Attachments,
  Cell,
  CellBase,
  CodeCell,
  DisplayOutput,
  ErrorOutput,
  Layout,
  MimeData,
  Notebook,
  Output,
  ResultOutput,
  StreamOutput,
  TextCell,
} from "../notebook/types.ts";
export { writeNotebook } from "../notebook/file/write.ts";
export { convert, readNotebook } from "./read-and-convert.ts";
export type { TypesMode } from "./options/types-mode.ts";
export type { TypesResult } from "./type-check/check-types.ts";
export type { RunOptionValues, RunSettings } from "./options/run-options.ts";
export { type ParameterObject, type ParameterValue, WrittenNumber } from "./parameters/parameter-value.ts";
export type { RunEvent } from "./events.ts";
export type {
  Cached,
  CellPosition,
  CellResult,
  NotebookResult,
  OfNotebook,
  RunResult,
  SlowCell,
} from "./results.ts";
export {
  CellError,
  CellFailedError,
  CellNotRunError,
  type CellPlace,
  CellTimeoutError,
  InputRequestedError,
  KernelDeathError,
  NoExceptionError,
  NotRepeatableError,
  OutputsIncompleteError,
} from "./errors/cell-errors.ts";
export {
  CancelledError,
  CellRestoreError,
  KernelStartError,
  NoKernelError,
  NotebookChangedError,
  NotebookPathError,
  NotebookTimeoutError,
} from "./errors/notebook-errors.ts";
export {
  CacheMetadataError,
  CellSelectionError,
  OptionError,
  ParameterError,
  ParameterFileError,
  SeedError,
} from "./errors/setting-errors.ts";

export { KernelMetadataError } from "./plan/kernel-resources.ts";
export {
  KernelUnavailableError,
  NotJupyterError,
  OutputsDroppedError,
  ServerAccessError,
  ServerError,
  ServerFullError,
  ServerLostError,
  ServerRefusalError,
  ServerUnreachableError,
  TakesNoFilesError,
  WebSocketRefusedError,
} from "./servers/errors.ts";
export {
  FileChangedError,
  FileNameError,
  FolderTooLargeError,
  FolderUnreadableError,
  RemoteCopyMissingError,
  ResultsTooLargeError,
  SyncError,
} from "./servers/sync/errors.ts";
export { type RunOptions, runNotebooks } from "./run-notebooks.ts";
