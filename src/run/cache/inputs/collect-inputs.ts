import { hasTag } from "../../../notebook/tags.ts";
import { outputLimits } from "../../options/output-limits.ts";
import { dirname, resolve } from "node:path";
import type { Kernelspec } from "../../../jupyter/kernelspec.ts";
import { headingsOf } from "../../../notebook/headings.ts";
import type { Notebook } from "../../../notebook/types.ts";
import { cellName } from "../../cell-numbers.ts";
import type { PlannedCell } from "../../plan/plan-cells.ts";
import { expectationOf } from "../../../notebook/expected-errors.ts";
import type { RunSettings } from "../../options/run-options.ts";
import { exactJson } from "../../parameters/parameter-value.ts";
import type { ParameterValues } from "../../parameters/values.ts";
import { INJECTED } from "../../parameters/inject.ts";
import type { Redactor } from "../../secrets/redact-secrets.ts";
import { cacheMetadataIn } from "../cache-metadata.ts";
import { digestOf } from "../digest.ts";
import type { InputPart } from "./input-parts.ts";
import { type SurroundingsQuestion, type Surroundings, surroundingsOf } from "./surroundings.ts";

/** A notebook that is about to run, and everything that determines its outputs. */
export type CacheSubject = {
  /** The notebook's path, absolute. */
  readonly source: string;
  readonly label: string;
  readonly notebook: Notebook;
  readonly cells: readonly PlannedCell[];
  readonly kernel: Kernelspec;
  /** Variables in addition to the environment that all kernels get. */
  readonly env: Readonly<Record<string, string>>;
  readonly parameters: ParameterValues;
  readonly settings: RunSettings;
  readonly redactor: Redactor;
  readonly place: KernelMachine;
};

/** The machine that a notebook's kernel runs on. */
export type KernelMachine = {
  readonly look: (question: SurroundingsQuestion) => Promise<Surroundings>;
  /** The parts that distinguish this machine from others. */
  readonly parts: readonly InputPart[];
  /** The path there of a file that the notebook writes and leaves there; undefined when the file comes back. */
  readonly leftThere: (path: string) => string | undefined;
};

/** The machine that this process runs on. */
export const HERE: KernelMachine = { look: surroundingsOf, parts: [], leftThere: () => undefined };

/** Everything that a notebook's outputs depend on. */
export type Inputs = {
  readonly parts: readonly InputPart[];
  /** The digests of the files and folders among the parts, by absolute path. */
  readonly files: ReadonlyMap<string, string>;
};

// Kernels whose imports follow the rules of Node.js.
const READABLE = new Set(["tsnb", "tslab"]);

/**
 * The reason why a notebook's outputs cannot be kept, as a phrase: not everything that they depend on can be known.
 * Undefined when they can be kept.
 *
 * @throws {CacheMetadataError} when the notebook's metadata about the cache is malformed.
 */
async function refusalOf(
  subject: CacheSubject,
  { secret, isListing }: Pick<Surroundings, "secret" | "isListing">,
): Promise<string | undefined> {
  const { notebook, label, kernel, cells, settings, redactor, parameters } = subject;
  const { refusal, files: toldFiles } = cacheMetadataIn(notebook, label, cells);
  if (refusal !== undefined) return refusal;
  if (!READABLE.has(kernel.name))
    return `the files that its cells read cannot be determined for the kernel ${kernel.name}`;
  const text = exactJson(parameters);
  if (redactor.text(text) !== text) return "a parameter holds a secret";
  if (secret !== null) return `it reads the secret ${secret}, so its outputs depend on it`;
  if (toldFiles.length + settings.cacheFile.length === 0 && isListing) {
    return "it lists its own folder or one above; name the files that it reads there with --cache-file";
  }
  return kernel.name === "tsnb" ? commandIn(cells) : undefined;
}

const MAYBE_COMMAND = /^[ \t]*[%!]|=[ \t]*!/m;
const ACTING = /^(?:shell|npm|run|cd|env|%(?!time$))/;

// A shell command may read and change anything.
async function commandIn(cells: readonly PlannedCell[]): Promise<string | undefined> {
  const maybe = cells.filter(({ cell }) => MAYBE_COMMAND.test(cell.source));
  if (maybe.length === 0) return undefined;
  const { findMagics } = await import("../../../kernel/magic/lines/magic-lines.ts");
  const { mentionedIn } = await import("../../../kernel/magic/lines/earlier-names.ts");
  const isDeclared = mentionedIn(cells.map(({ cell }) => cell.source));
  const found = maybe.find(({ cell }) => findMagics(cell.source, isDeclared).some(({ name }) => ACTING.test(name)));
  return found === undefined ? undefined : `${cellName(found.number)} runs a command`;
}

/** Collects everything that a notebook's outputs depend on, as it is now; `refusal` says why they cannot be kept. */
export async function inputsOf(subject: CacheSubject): Promise<Inputs & { readonly refusal: string | undefined }> {
  const { source, label, notebook, cells, kernel, env, parameters, settings, place } = subject;
  const folder = dirname(source);
  const running = cells.filter(({ action }) => action !== "skip");
  const surroundings = await place.look({
    folder,
    code: running.map(({ cell }) => cell.source).join("\n"),
    declared: [...cacheMetadataIn(notebook, label, cells).files, ...settings.cacheFile],
    env,
    secrets: [...settings.secret],
    kernel: { name: kernel.name, argv: [...kernel.argv], env: { ...kernel.env } },
  });
  const parts: readonly InputPart[] = [
    ...place.parts,
    ...surroundings.parts,
    ...limitParts(settings),
    ...Object.entries(parameters).map(([name, value]) => {
      return { kind: "parameter", name, value: exactJson(value) } as const;
    }),
    ...cellParts(notebook, running, subject),
    ...surroundings.files.map(([name, value]) => ({ kind: "file", name, value }) as const),
  ];
  const files = new Map(surroundings.files.map(([path, digest]) => [resolve(folder, path), digest]));
  return { parts, files, refusal: await refusalOf(subject, surroundings) };
}

function limitParts(settings: CacheSubject["settings"]): readonly InputPart[] {
  const { cell, notebook } = outputLimits(settings);
  const limits = {
    "--output-bytes": cell.bytes,
    "--output-count": cell.count,
    "--notebook-output-bytes": notebook.bytes,
    "--notebook-output-count": notebook.count,
  };
  return Object.entries(limits).map(([name, value]) => ({ kind: "option", name, value: `${value}` }));
}

// The injected cell is left out: its values are already parts.
function cellParts(
  notebook: Notebook,
  cells: readonly PlannedCell[],
  { settings, parameters }: Pick<CacheSubject, "settings" | "parameters">,
): readonly InputPart[] {
  const headings = headingsOf(notebook.cells);
  const isInjected = Object.keys(parameters).length > 0;
  return cells.flatMap(({ index, number, cell, action }): readonly InputPart[] => {
    if (isInjected && hasTag(cell.metadata, INJECTED)) return [];
    const heading = headings[index];
    const name = heading === undefined ? `${number ?? ""}` : `${number ?? ""} (${heading})`;
    const value = digestOf(JSON.stringify([cell.source, action, expectationOf(cell, settings)]));
    return [{ kind: "cell", name, value }];
  });
}
