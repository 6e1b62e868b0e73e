import { inspect } from "node:util";
import * as v from "valibot";
import { USUAL_OUT } from "../../notebook/find.ts";
import { OptionError } from "../errors/setting-errors.ts";
import {
  Amount,
  Bytes,
  Count,
  Lists,
  NonEmptyText,
  TextList,
  Seconds,
  Seed,
  Share,
  Switch,
  Values,
  Variables,
  Zone,
} from "./option-types.ts";
import { TYPES_MODES } from "./types-mode.ts";
import { SERVER_OPTIONS } from "./server-options.ts";
import { listed, type ListedOption, listedOption } from "./option-listing.ts";

const CACHE_MODES = ["off", "notebooks", "cells"] as const;

/**
 * Every option of a run, declared once, in the order of the help: the command line's flags (the name in
 * kebab case), the options of `runNotebooks` and the tables of the documentation are derived from here.
 * Each type accepts both the string of the command line and the value itself.
 */
const RUN_OPTIONS = v.strictObject({
  out: v.pipe(
    v.optional(NonEmptyText, USUAL_OUT),
    v.description("the folder to write to"),
    listed({ group: "Files", letter: "o", placeholder: "dir" }),
  ),
  inplace: v.pipe(Switch, v.description("replace the notebooks themselves"), listed({ group: "Files" })),
  strict: v.pipe(
    Switch,
    v.description("refuse notebooks that are not valid instead of repairing them"),
    listed({ group: "Files" }),
  ),
  kernel: v.pipe(
    v.optional(NonEmptyText),
    v.description("the kernel to use instead of the one that each notebook names"),
    listed({ group: "Kernel", letter: "k", placeholder: "name" }),
  ),
  env: v.pipe(
    v.optional(Variables, {}),
    v.description("an environment variable for the kernels"),
    listed({ group: "Kernel", placeholder: "name=value", isList: true }),
  ),
  secret: v.pipe(
    TextList,
    v.description(
      "an environment variable whose value is kept out of outputs, messages and reports; it fills the parameter of its name",
    ),
    listed({ group: "Kernel", placeholder: "name", isList: true }),
  ),
  tz: v.pipe(
    v.optional(Zone),
    v.description("the time zone of the kernels, such as UTC or Europe/Athens, instead of this machine's"),
    listed({ group: "Kernel", placeholder: "zone" }),
  ),
  ...SERVER_OPTIONS,
  until: v.pipe(
    v.optional(NonEmptyText),
    v.description("the last cell to run: its number, id, tag, or the heading of its section"),
    listed({ group: "Cells", placeholder: "cell" }),
  ),
  from: v.pipe(
    v.optional(NonEmptyText),
    v.description("the first cell whose outputs are kept; the cells before it still run"),
    listed({ group: "Cells", placeholder: "cell" }),
  ),
  allowErrors: v.pipe(
    Switch,
    v.description("continue after cells that fail, and let the notebook pass"),
    listed({ group: "Cells" }),
  ),
  strictRaises: v.pipe(
    Switch,
    v.description("fail cells that are tagged raises-exception but raise no exception"),
    listed({ group: "Cells" }),
  ),
  param: v.pipe(
    v.optional(Values, {}),
    v.description("a value for a parameter, converted to the parameter's type"),
    listed({ group: "Parameters", letter: "p", placeholder: "name=value", isList: true }),
  ),
  paramsFile: v.pipe(
    v.optional(NonEmptyText),
    v.description("a YAML or JSON file with values for parameters; --param and --matrix override it"),
    listed({ group: "Parameters", letter: "f", placeholder: "file" }),
  ),
  matrix: v.pipe(
    v.optional(Lists, {}),
    v.description("values of a parameter, such as lr=0.1,0.01: the notebook runs once for each combination"),
    listed({ group: "Parameters", letter: "m", placeholder: "name=values", isList: true }),
  ),
  timeout: v.pipe(
    v.optional(Seconds, 600),
    v.description("how long a cell may run, 0 for no limit"),
    listed({ group: "Limits", letter: "t", placeholder: "seconds" }),
  ),
  startupTimeout: v.pipe(
    v.optional(Seconds),
    v.description("how long a kernel may take to start, 0 for no limit (default: 60, on a server 300)"),
    listed({ group: "Limits", placeholder: "seconds" }),
  ),
  notebookTimeout: v.pipe(
    v.optional(Seconds, 0),
    v.description("how long a notebook may run, 0 for no limit"),
    listed({ group: "Limits", placeholder: "seconds" }),
  ),
  outputBytes: v.pipe(
    v.optional(Bytes, 50e6),
    v.description("how much output a cell may have, 0 for no limit; the rest is cut with a notice"),
    listed({ group: "Limits", placeholder: "bytes" }),
  ),
  outputCount: v.pipe(
    v.optional(Count, 10_000),
    v.description("how many outputs a cell may have, 0 for no limit"),
    listed({ group: "Limits", placeholder: "count" }),
  ),
  notebookOutputBytes: v.pipe(
    v.optional(Bytes),
    v.description("the same limit for all cells of a notebook together (default: ten times --output-bytes)"),
    listed({ group: "Limits", placeholder: "bytes" }),
  ),
  notebookOutputCount: v.pipe(
    v.optional(Count),
    v.description("the same limit for all cells of a notebook together (default: ten times --output-count)"),
    listed({ group: "Limits", placeholder: "count" }),
  ),
  jobs: v.pipe(
    v.optional(Count, 0),
    v.description("how many notebooks run at once; 0 for one per core, and at most one per 700 MB of free memory"),
    listed({ group: "Run", letter: "j", placeholder: "count" }),
  ),
  resume: v.pipe(
    Switch,
    v.description("continue at the first cell that did not succeed in an earlier run with the same output path"),
    listed({ group: "Run" }),
  ),
  deterministic: v.pipe(
    Switch,
    v.description("fix the clock, random numbers, order of directories, time zone and locale"),
    listed({ group: "Run" }),
  ),
  seed: v.pipe(
    v.optional(Seed),
    v.description("the seed of random numbers and ids with --deterministic (default: 1)"),
    listed({ group: "Run", placeholder: "number" }),
  ),
  verify: v.pipe(
    Switch,
    v.description("run each notebook twice, and fail where a cell's outputs differ the second time"),
    listed({ group: "Run" }),
  ),
  record: v.pipe(
    Switch,
    v.description(
      "record times, parameters and versions in the notebooks' metadata, under the names of nbconvert and papermill",
    ),
    listed({ group: "Run" }),
  ),
  failFast: v.pipe(Switch, v.description("stop at the first notebook that does not pass"), listed({ group: "Run" })),
  cache: v.pipe(
    v.optional(v.picklist(CACHE_MODES, `It must be one of ${CACHE_MODES.join(", ")}.`), "off"),
    v.description(
      "reuse the outputs of earlier runs: of unchanged notebooks (notebooks), also of unchanged first cells (cells), or none (off)",
    ),
    listed({ group: "Cache", placeholder: "mode" }),
  ),
  cacheFile: v.pipe(
    TextList,
    v.description(
      "a file, folder or pattern that notebooks read, relative to their folder; a change makes them run again",
    ),
    listed({ group: "Cache", placeholder: "path", isList: true }),
  ),
  cacheSize: v.pipe(
    v.optional(Bytes, 1e9),
    v.description("the largest size of the cache; entries unused for longest are removed first"),
    listed({ group: "Cache", placeholder: "bytes" }),
  ),
  types: v.pipe(
    v.optional(v.picklist(TYPES_MODES, `It must be one of ${TYPES_MODES.join(", ")}.`), "off"),
    v.description("the effect of type errors in cells: off (unless CI is set), report, fail (where CI is set)"),
    listed({ group: "Types", placeholder: "mode" }),
  ),
  check: v.pipe(
    Switch,
    v.description("fail when the outputs differ from those stored in the notebooks"),
    listed({ group: "Comparing" }),
  ),
  checkMarked: v.pipe(
    Switch,
    v.description("like --check, but only for cells tagged check-output or nbval-check-output"),
    listed({ group: "Comparing" }),
  ),
  update: v.pipe(
    Switch,
    v.description("like --check, but write the outputs that differ into the notebooks"),
    listed({ group: "Comparing" }),
  ),
  checkIgnore: v.pipe(
    TextList,
    v.description("a MIME type to leave out of the comparison, or stdout, stderr, error, metadata"),
    listed({ group: "Comparing", placeholder: "type", isList: true }),
  ),
  checkOnly: v.pipe(
    TextList,
    v.description("compare only this: a MIME type, or stdout, stderr, error, metadata"),
    listed({ group: "Comparing", placeholder: "type", isList: true }),
  ),
  sanitize: v.pipe(
    TextList,
    v.description(
      "the parts of text to leave out of the comparison: paths, addresses, durations, dates, ids, colors, all, or a file of patterns",
    ),
    listed({ group: "Comparing", placeholder: "what", isList: true }),
  ),
  tolerance: v.pipe(
    Amount,
    v.description("how far numbers may differ, as a share of the larger one"),
    listed({ group: "Comparing", placeholder: "share" }),
  ),
  absoluteTolerance: v.pipe(
    Amount,
    v.description("how far numbers may differ, as an absolute difference"),
    listed({ group: "Comparing", placeholder: "number" }),
  ),
  pictureTolerance: v.pipe(
    Share,
    v.description("the share of a picture's pixels that may differ"),
    listed({ group: "Comparing", placeholder: "share" }),
  ),
});

/** The checked options of a run, with defaults filled in. */
export type RunSettings = Readonly<v.InferOutput<typeof RUN_OPTIONS>>;

/**
 * The options of a run as a caller gives them; all are optional. The table in docs/run.md describes each, with its
 * unit and default.
 */
export type RunOptionValues = { readonly [NonEmptyText in keyof RunSettings]?: RunSettings[NonEmptyText] | undefined };

/**
 * Checks options and fills in the defaults.
 *
 * @throws {OptionError} when an option is unknown or its value is invalid.
 */
export function runSettings(values: RunOptionValues): RunSettings {
  const parsed = v.safeParse(RUN_OPTIONS, values);
  if (parsed.success) return parsed.output;
  const [{ message, path = [], input }] = parsed.issues;
  const [option = "", ...inside] = path.map(({ key }) => String(key));
  const got = typeof input === "string" ? JSON.stringify(input) : inspect(input, { depth: 1, breakLength: Infinity });
  const name = [option, ...inside].join(".");
  throw new OptionError(
    name,
    option in RUN_OPTIONS.entries ? `it is ${got}. ${message.replace(/\.$/, "")}` : "unknown",
  );
}

/** Every option of a run, in the order of the help. */
export function listRunOptions(): readonly ListedOption[] {
  return Object.entries(RUN_OPTIONS.entries).map(([name, type]) => {
    return listedOption(name, type, v.getMetadata(type), v.getDefault(type));
  });
}
