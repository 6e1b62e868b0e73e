import { digestOf } from "../digest.ts";

/** The kinds of parts that a notebook's outputs depend on. */
export const PART_KINDS = [
  "server",
  "tsnb",
  "kernel",
  "node",
  "platform",
  "option",
  "variable",
  "parameter",
  "cell",
  "file",
  "package",
] as const;

/** One of the things that a notebook's outputs depend on. */
export type InputPart = {
  readonly kind: (typeof PART_KINDS)[number];
  /** The name shown to the user: a path, `3 (Load the data)`, or the name of a parameter or package. */
  readonly name: string;
  /** A short value that can be shown, such as a version, or the digest of a longer one. */
  readonly value: string;
};

/**
 * The key under which the outputs are kept: a digest of everything that they depend on. The names of cells do not
 * count, so text and headings between cells make no difference.
 */
export function keyOf(parts: readonly InputPart[]): string {
  return digestOf(
    JSON.stringify(parts.map(({ kind, name, value }) => (kind === "cell" ? [value] : [kind, name, value]))),
  );
}

/** The differences between two lists of parts, one line each, such as `the file "a.csv" has changed`. */
export function changesBetween(before: readonly InputPart[], after: readonly InputPart[]): readonly string[] {
  const rest = (parts: readonly InputPart[]) => new Map(parts.filter(isNoCell).map((part) => [idOf(part), part]));
  const [old, current] = [rest(before), rest(after)];
  const lines: string[] = [];
  for (const [id, part] of current) {
    const known = old.get(id);
    if (known === undefined) lines.push(`${titleOf(part)} is new`);
    else if (known.value !== part.value) lines.push(`${titleOf(part)} ${howChanged(known, part)}`);
  }
  for (const [id, part] of old) if (!current.has(id)) lines.push(`${titleOf(part)} is no longer used`);
  return [...cellChanges(before.filter(isCell), after.filter(isCell)), ...lines];
}

function isCell({ kind }: InputPart): boolean {
  return kind === "cell";
}

function isNoCell(part: InputPart): boolean {
  return !isCell(part);
}

function idOf({ kind, name }: InputPart): string {
  return `${kind} ${name}`;
}

const DIGEST = /^[0-9a-f]{64}$/;

function howChanged(before: InputPart, after: InputPart): string {
  if (DIGEST.test(before.value) || DIGEST.test(after.value)) return "has changed";
  return `has changed from ${before.value} to ${after.value}`;
}

const TITLES: Readonly<Record<InputPart["kind"], (name: string) => string>> = {
  server: (name) => name,
  tsnb: () => "tsnb",
  kernel: (name) => `the kernel "${name}"`,
  node: () => "Node.js",
  platform: () => "the platform",
  option: (name) => `the option ${name}`,
  variable: (name) => `the environment variable ${name}`,
  parameter: (name) => `the parameter "${name}"`,
  cell: (name) => `cell ${name}`,
  file: (name) => `the file "${name}"`,
  package: (name) => `the package "${name}"`,
};

function titleOf({ kind, name }: InputPart): string {
  return TITLES[kind](name);
}

// Equal cells at the start and the end are left out, since an added cell moves those after it; the rest is compared.
function cellChanges(before: readonly InputPart[], after: readonly InputPart[]): readonly string[] {
  const isSame = (one: InputPart | undefined, other: InputPart | undefined) => one?.value === other?.value;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && isSame(before[start], after[start])) start++;
  let end = 0;
  while (end < shorter - start && isSame(before.at(-1 - end), after.at(-1 - end))) end++;
  const old = before.slice(start, before.length - end);
  const current = after.slice(start, after.length - end);
  if (old.length === current.length) {
    const changed = current.filter((part, index) => !isSame(part, old[index]));
    return changed.map((part) => `${titleOf(part)} has changed`);
  }
  const remaining = new Set(old.map(({ value }) => value));
  const kept = new Set(current.map(({ value }) => value));
  return [
    ...current.filter(({ value }) => !remaining.has(value)).map((part) => `${titleOf(part)} is new, or has changed`),
    ...old
      .filter(({ value }) => !kept.has(value))
      .map((part) => `${titleOf(part)} of that run is gone, or has changed`),
  ];
}
