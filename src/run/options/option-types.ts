import { spawnSync } from "node:child_process";
import * as v from "valibot";
import { isParameterValue, type ParameterValue } from "../parameters/parameter-value.ts";
import { listIn } from "../parameters/values.ts";

// Each accepts both the string of the command line and the value itself.

function numberOf<T extends v.GenericSchema<number, number>>(checked: T, message: string) {
  const Text = v.pipe(v.string(), v.trim(), v.nonEmpty(), v.transform(Number));
  return v.pipe(v.union([v.number(), Text], message), v.finite(message), v.minValue(0, message), checked);
}

const SECONDS = "It must be a number of seconds, 0 or more.";
export const Seconds = numberOf(v.number(), SECONDS);
const NUMBER = "It must be a number, 0 or more.";
export const Amount = v.optional(numberOf(v.number(), NUMBER), 0);
const SHARE = "It must be a share from 0 to 1.";
export const Share = v.optional(numberOf(v.pipe(v.number(), v.maxValue(1, SHARE)), SHARE), 0);
export const NonEmptyText = v.pipe(v.string("It must be a string."), v.nonEmpty("It must not be empty."));
export const TextList = v.optional(
  v.union([
    v.pipe(
      NonEmptyText,
      v.transform((name) => [name]),
    ),
    v.array(NonEmptyText),
  ]),
  [],
);
const ZONE = "It must be a time zone, such as UTC or Europe/Athens.";
export const Zone = v.pipe(
  NonEmptyText,
  v.rawCheck(({ dataset, addIssue }) => {
    const message = dataset.typed ? zoneFault(dataset.value) : undefined;
    if (message !== undefined) addIssue({ message });
  }),
);
const COUNT = "It must be a whole number, 0 or more.";
export const Count = numberOf(v.pipe(v.number(), v.integer(COUNT)), COUNT);
/** The largest seed that Python accepts. */
export const LARGEST_SEED = 2 ** 32 - 1;
const SEED = `It must be a whole number from 0 to ${LARGEST_SEED}.`;
export const Seed = numberOf(v.pipe(v.number(), v.integer(SEED), v.maxValue(LARGEST_SEED, SEED)), SEED);
const BYTES = "It must be a number of bytes, such as 1000000, 500KB, 50MB or 1GB.";
const UNITS: Readonly<Record<string, number>> = { "": 1, B: 1, KB: 1e3, MB: 1e6, GB: 1e9 };
export const Bytes = v.pipe(
  v.union(
    [
      v.number(),
      v.pipe(
        v.string(),
        v.trim(),
        v.toUpperCase(),
        v.regex(/^\d+(?:\.\d+)? ?(?:B|KB|MB|GB)?$/, BYTES),
        v.transform((text) => Number.parseFloat(text) * (UNITS[text.replace(/[\d. ]/g, "")] ?? 1)),
      ),
    ],
    BYTES,
  ),
  v.number(BYTES),
  v.minValue(0, BYTES),
);
const ASSIGNMENT = "It must be NAME=VALUE.";

// The only rules for offsets that Node.js follows; with any other it silently takes UTC.
const FIXED_OFFSET = /^[A-Za-z]{3,}[-+]?\d{1,2}$/;

function zoneFault(zone: string): string | undefined {
  const name = zone.replace(/^:/, "");
  if (/^[-+<]/.test(name)) return ZONE;
  const known = knownZone(name);
  if (known === undefined) return FIXED_OFFSET.test(name) ? undefined : ZONE;
  // Unlike Intl, kernels take UTC for a name in other letters, and another time for some old names.
  return known === name || keepsTime(name, known)
    ? undefined
    : `Kernels would have another time under this name; write ${known}.`;
}

const HAS_TIME = `
const rule = { timeStyle: "short", timeZone: process.argv[1] };
const dates = [0, 6].map((month) => new Date(Date.UTC(2024, month)));
process.exit(dates.every((date) => date.toTimeString().startsWith(date.toLocaleTimeString("en-GB", rule))) ? 0 : 1)`;

/** True when a process with a name in the variable TZ has the time of a zone, which only such a process can tell. */
function keepsTime(name: string, zone: string): boolean {
  const env = { ...process.env, TZ: name, NODE_OPTIONS: "" };
  return spawnSync(process.execPath, ["-e", HAS_TIME, zone], { env }).status === 0;
}

function knownZone(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

function faultOf({ input }: { readonly input: unknown }): string {
  const isName = typeof input === "string" && input !== "" && !input.includes("=");
  return isName ? `It has no value; write ${input}=VALUE.` : ASSIGNMENT;
}

function assignmentsOf<T extends v.GenericSchema>(values: T) {
  const Text = v.pipe(
    v.string(),
    v.regex(/^[^=]+=/),
    v.transform((text) => Object.fromEntries([split(text)])),
  );
  return v.pipe(v.union([Text, v.record(v.string(), v.any())], faultOf), v.record(v.string(), values));
}

const Value = v.custom<ParameterValue>(isParameterValue, "It must be a JSON value or a bigint.");
export const Variables = assignmentsOf(v.string());
export const Values = assignmentsOf(Value);
export const Lists = assignmentsOf(
  v.union([
    v.pipe(
      v.string(),
      v.transform((text) => listIn(text)),
    ),
    v.pipe(v.array(Value), v.readonly()),
  ]),
);

function split(text: string): [string, string] {
  const at = text.indexOf("=");
  return [text.slice(0, at), text.slice(at + 1)];
}

export const Switch = v.optional(v.boolean("It must be true or false."), false);
