import { tagsOf } from "./tags.ts";
import type { Cell } from "./types.ts";

/** The parts of a cell that carry marks. */
export type MarkedCell = Pick<Cell, "source" | "metadata">;

/** The settings of a cell from nbval's tags and comments. */
export type NbvalMarks = {
  /** True to compare the outputs; undefined without a setting. */
  readonly compared: boolean | undefined;
  /** True when it must not run. */
  readonly skip: boolean;
  /** True when it must end with an error. */
  readonly raises: boolean;
};

const MARKS: Readonly<Record<string, Partial<NbvalMarks>>> = {
  "nbval-ignore-output": { compared: false },
  "nbval-check-output": { compared: true },
  "nbval-raises-exception": { raises: true },
  "nbval-skip": { skip: true },
  // The name that nbval's own predecessor gave to the first.
  "pytest-validate-ignore-output": { compared: false },
};

/**
 * The marks of a cell by nbval's convention: tags such as `nbval-skip`, or lines of code that are nothing but
 * the comment `# NBVAL_SKIP` (`//` in TypeScript). Comments override tags; of several marks, the last counts.
 *
 * @see https://nbval.readthedocs.io
 */
export function nbvalMarks({ source, metadata }: MarkedCell): NbvalMarks {
  const tagged = tagsOf(metadata);
  const comments = Array.from(source.matchAll(/^[ \t]*(?:#+|\/\/)[ \t]*([A-Z_]+)[ \t]*$/gm), ([, name = ""]) => {
    return name.toLowerCase().replaceAll("_", "-");
  });
  const found = [...tagged, ...comments].map(own);
  return Object.assign({ compared: undefined, skip: false, raises: false }, ...found);
}

function own(name: string): Partial<NbvalMarks> {
  return (Object.hasOwn(MARKS, name) && MARKS[name]) || {};
}
