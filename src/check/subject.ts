import { allowedErrors } from "../notebook/expected-errors.ts";
import { isSkipped } from "../notebook/skipped.ts";
import { tagsOf } from "../notebook/tags.ts";
import { dirname } from "node:path";
import { checkSwitches } from "../kernel/magic/lines/check-switches.ts";
import { wordsOf } from "../kernel/magic/command-words.ts";
import { mentionedIn } from "../kernel/magic/lines/earlier-names.ts";
import { asksForCheck } from "../kernel/cell/syntax/no-check.ts";
import { mayHaveMagics, withoutMagics } from "../kernel/magic/lines/magic-lines.ts";
import type { CodeLanguage } from "../notebook/code-language.ts";
import { headingsOf } from "../notebook/headings.ts";
import type { Notebook } from "../notebook/types.ts";

/** A cell to check. */
export type SubjectCell = {
  /** The cell's place among all cells of the notebook, from 0. */
  readonly index: number;
  readonly id: string;
  readonly heading: string | undefined;
  readonly tags: readonly string[];
  readonly source: string;
  /** The source as TypeScript: commands to the kernel are blank, all else keeps its place. */
  readonly code: string;
  readonly executionCount: number | null;
  /** True when `%check off` applies. */
  readonly isMuted: boolean;
  /** True if it may fail: it is tagged `raises-exception`, or marked so for nbval. */
  readonly mayFail: boolean;
  /** True if this or an earlier cell installs packages, which need not exist yet. */
  readonly isAfterInstall: boolean;
  /** The files that earlier cells write by `%%writefile`, which need not exist yet; paths from the notebook. */
  readonly written: readonly string[];
};

/** A notebook as the checks see it: the code cells that a run would send to the kernel. */
export type CheckSubject = {
  readonly source: string;
  readonly label: string;
  readonly directory: string;
  readonly language: CodeLanguage;
  readonly cells: readonly SubjectCell[];
};

const INSTALLING = /^[ \t]*(?:%npm\b|!\s*(?:npm|pnpm|yarn|bun)\b)/m;

const WRITING = /^\s*%%writefile[ \t]+(.+)/;

/** The parts of a notebook that are checked. Cells that never run are left out. */
export function checkSubject(
  { cells }: Notebook,
  place: { readonly source: string; readonly label: string; readonly language: CodeLanguage },
): CheckSubject {
  const headings = headingsOf(cells);
  let isMuted = false;
  let isAfterInstall = false;
  let written: readonly string[] = [];
  const earlier: string[] = [];
  const found = cells.flatMap((cell, index): SubjectCell[] => {
    if (cell.cell_type !== "code" || isSkipped(cell)) return [];
    const tags = tagsOf(cell.metadata);
    const { id, source, execution_count: executionCount } = cell;
    const { leading, last } = checkSwitches(source);
    isMuted = leading ?? isMuted;
    isAfterInstall ||= INSTALLING.test(source);
    const writing = WRITING.exec(source)?.[1];
    if (writing !== undefined) written = [...written, ...wordsOf(writing)];
    const code = (mayHaveMagics(source) ? withoutMagics(source, mentionedIn(earlier)) : source).replace(/^#!/, "//");
    const heading = headings[index];
    const isSilent = isMuted && !(place.language === "javascript" && asksForCheck(code));
    const subject = {
      index,
      id,
      heading,
      tags,
      source,
      code,
      executionCount,
      isMuted: isSilent,
      mayFail: allowedErrors(cell) !== "none",
      isAfterInstall,
      written,
    };
    isMuted = last ?? isMuted;
    earlier.push(source);
    return [subject];
  });
  return { ...place, directory: dirname(place.source), cells: found };
}
