import type { Diagnostic } from "../../types/service-interface.ts";

/** The number of complaints about one cell that are shown in full. */
const MOST_SHOWN = 20;

// Errors about an implicit `any`: TS7006 a parameter, TS7031 a binding element, TS7053 an index, and others.
const UNTYPED = /^TS70\d\d$/;
const ENOUGH_UNTYPED = 2;

const HINT =
  "Code without types? %check off stops these checks, // @ts-nocheck at the top does so for one cell, and " +
  '"strict": false in a tsconfig.json relaxes them.';

const BOLD = "\x1b[1m";
const DIM = "\x1b[2m";
// Black on amber, which also stands out on the red of JupyterLab's stderr.
const AMBER = "\x1b[1;30;43m";
const OFF = "\x1b[0m";
const RAN = `${DIM}The cell ran: type errors do not block it. %check block makes them.${OFF}`;

/** Formats the type checker's complaints, at most 20 per cell, with one hint per session on how to get fewer. */
export class ShownTypeErrors {
  #hasHinted = false;

  /** The complaints about a cell that they did not block. `hasRun` is false for a cell that did not compile. */
  besideRun(found: readonly Diagnostic[], hasRun: boolean): string {
    const blocks = this.blocks(found.map((one) => ({ ...one, rendered: one.rendered.replace(BOLD, AMBER) })));
    const isAboutRun = hasRun && found.some(({ severity, file }) => severity === "error" && file === undefined);
    return `${[...blocks, ...(isAboutRun ? [RAN] : [])].join("\n")}\n`;
  }

  /** The complaints as blocks of lines; those after the first 20 are counted by code. */
  blocks(found: readonly Diagnostic[]): string[] {
    const rest = found.slice(MOST_SHOWN);
    const shown = found.slice(0, MOST_SHOWN).map(({ rendered }) => rendered);
    if (rest.length > 0) shown.push(`and ${grouped(rest.length)} more: ${counts(rest)}`);
    if (!this.#hasHinted && isUntyped(found)) {
      this.#hasHinted = true;
      shown.push(HINT);
    }
    return shown;
  }
}

function counts(found: readonly Diagnostic[]): string {
  const byCode = new Map<string, number>();
  for (const { code } of found) byCode.set(code, (byCode.get(code) ?? 0) + 1);
  return [...byCode]
    .toSorted(([, one], [, other]) => other - one)
    .map(([code, count]) => `${code} ${grouped(count)}`)
    .join(", ");
}

function isUntyped(found: readonly Diagnostic[]): boolean {
  const untyped = found.filter(({ code }) => UNTYPED.test(code)).length;
  return untyped >= ENOUGH_UNTYPED && untyped * 2 >= found.length;
}

function grouped(count: number): string {
  return count.toLocaleString("en-US");
}
