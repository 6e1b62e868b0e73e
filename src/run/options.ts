import * as v from "valibot";
import { OptionError } from "./errors.ts";

/** What the command line and the documentation know of an option beside its type, default and description. */
type Listing = {
  /** The heading under which it is listed. */
  readonly group: string;
  /** The flag's letter. */
  readonly letter?: string;
  /** What stands for the flag's value in help; a flag without one is a switch. */
  readonly placeholder?: string;
};

function listed<T>(listing: Listing): v.MetadataAction<T, Listing> {
  return v.metadata(listing);
}

const SECONDS = "It must be a number of seconds, 0 or more.";
const Seconds = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.trim(), v.nonEmpty(), v.transform(Number))], SECONDS),
  v.number(SECONDS),
  v.finite(SECONDS),
  v.minValue(0, SECONDS),
);
const Name = v.pipe(v.string("It must be a string."), v.nonEmpty("It must not be empty."));
const Switch = v.optional(v.boolean("It must be true or false."), false);

/**
 * Every option of a run, declared once, in the order of the help: the command line's flags (the name in
 * kebab case), the options of `runNotebooks` and the tables of the documentation are derived from here.
 * A type takes the text of the command line as well as the value itself.
 */
const RUN_OPTIONS = v.strictObject({
  out: v.pipe(
    v.optional(Name, "out"),
    v.description("the folder to write to"),
    listed({ group: "Files", letter: "o", placeholder: "dir" }),
  ),
  strict: v.pipe(
    Switch,
    v.description("refuse notebooks that are not valid instead of repairing them"),
    listed({ group: "Files" }),
  ),
  kernel: v.pipe(
    v.optional(Name),
    v.description("the kernel to use instead of the one that each notebook names"),
    listed({ group: "Kernel", letter: "k", placeholder: "name" }),
  ),
  timeout: v.pipe(
    v.optional(Seconds, 600),
    v.description("how long a cell may run, 0 for no limit"),
    listed({ group: "Limits", letter: "t", placeholder: "seconds" }),
  ),
  startupTimeout: v.pipe(
    v.optional(Seconds, 60),
    v.description("how long a kernel may take to start, 0 for no limit"),
    listed({ group: "Limits", placeholder: "seconds" }),
  ),
  check: v.pipe(
    Switch,
    v.description("fail when the outputs are not those that the notebooks already have"),
    listed({ group: "Comparing" }),
  ),
});

/** The options of a run, checked, with their defaults. */
export type RunSettings = Readonly<v.InferOutput<typeof RUN_OPTIONS>>;

/** The options of a run as a caller gives them; any may be left out. */
export type RunOptionValues = { readonly [Name in keyof RunSettings]?: RunSettings[Name] | undefined };

/**
 * Checks options and fills in the defaults.
 *
 * @throws {OptionError} when an option is unknown or its value does not fit.
 */
export function runSettings(values: RunOptionValues): RunSettings {
  const parsed = v.safeParse(RUN_OPTIONS, values);
  if (parsed.success) return parsed.output;
  const [{ message, path, input }] = parsed.issues;
  const name = path?.map(({ key }) => String(key)).join(".") ?? "";
  throw new OptionError(name, name in RUN_OPTIONS.entries ? `it is ${JSON.stringify(input)}. ${message}` : "unknown");
}

/** An option as the command line and the documentation list it. */
export type ListedOption = Listing & {
  readonly name: string;
  readonly flag: string;
  readonly help: string;
  readonly fallback: string | number | boolean | undefined;
  readonly type: v.GenericSchema;
};

/** Every option of a run, in the order of the help. */
export function listRunOptions(): readonly ListedOption[] {
  return Object.entries(RUN_OPTIONS.entries).map(([name, type]) => ({
    ...v.getMetadata(type),
    name,
    flag: `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    help: v.getDescription(type) ?? "",
    fallback: v.getDefault(type),
    type,
  }));
}
