import { hasNoCheck } from "../cell/syntax/no-check.ts";
import { isTooDeep } from "../cell/syntax/nesting.ts";
import { checkSwitches, type CheckSwitches } from "../magic/lines/check-switches.ts";
import { mentionedIn } from "../magic/lines/earlier-names.ts";
import { mayHaveMagics, withoutMagics } from "../magic/lines/magic-lines.ts";
import { type CellFacts, readDraft } from "../types/facts/cell-facts.ts";
import { readWhole } from "../types/facts/whole-cell.ts";
import { joinCells, type JoinedCells, joinWritten } from "../types/live/joined-cells.ts";
import { type JoinedCell, type WrittenCells, writeCells } from "../types/live/written-cells.ts";
import type { Changed, LiveCell } from "./messages.ts";

/** A cell with the facts that are read from its source. */
export type ReadCell = LiveCell & {
  /** The source as TypeScript: commands to the kernel are blank, and all other code stays in its place. */
  readonly code: string;
  /** Undefined when the cell is not TypeScript. */
  readonly facts: CellFacts | undefined;
  /** The facts from the last time that the cell was TypeScript; other cells see these. */
  readonly lastFacts: CellFacts | undefined;
  readonly switches: CheckSwitches;
};

/** The place of a cell in the module that answers questions about it. */
export type CellView = { readonly document: "live" | "draft"; readonly joined: JoinedCells; readonly cell: number };

/** The cells of a notebook, as the front end last sent them. */
export class LiveCells {
  #cells: readonly ReadCell[] = [];
  #written: WrittenCells | undefined;
  #joined: JoinedCells | undefined;
  #version = 0;

  get version(): number {
    return this.#version;
  }

  /** All cells, in the order of the notebook. */
  get all(): readonly ReadCell[] {
    return this.#cells;
  }

  /** The cells as written into a module. A cell that is not TypeScript at the moment keeps its last valid code. */
  get written(): WrittenCells {
    this.#written ??= writeCells(this.#cells.map(joinedCell));
    return this.#written;
  }

  /** All cells as one module. */
  get joined(): JoinedCells {
    this.#joined ??= joinWritten(this.written);
    return this.#joined;
  }

  change({ version, order, cells }: Changed): void {
    const before = new Map(this.#cells.map((cell) => [cell.id, cell]));
    const changed = new Map(cells.map((cell) => [cell.id, cell]));
    const all: ReadCell[] = [];
    for (const id of order) {
      const [known, now] = [before.get(id), changed.get(id)];
      const isDeclared = mentionedIn(all.map(({ source }) => source));
      const isSame = known !== undefined && (!now || known.source === now.source);
      if (isSame) all.push(now ? { ...known, ...now } : known);
      else if (now) all.push(read(now, known?.lastFacts, isDeclared));
    }
    this.#cells = all;
    this.#version = version;
    this.#written = undefined;
    this.#joined = undefined;
  }

  /** The document for questions about an offset in a cell, with the cell's place; undefined for an unknown cell. */
  view(id: string, offset: number): CellView | undefined {
    const cell = this.#cells.findIndex((one) => one.id === id);
    const asked = this.#cells[cell];
    if (!asked) return undefined;
    if (asked.facts) return { document: "live", joined: this.joined, cell };
    const before = this.#cells.slice(0, cell).map(joinedCell);
    // The declarations in a draft may not be what they seem.
    const facts = isTooDeep(asked.source) ? undefined : { ...readDraft(asked.code, offset), declarations: [] };
    return { document: "draft", joined: joinCells([...before, { facts, names: [] }]), cell };
  }
}

function joinedCell({ lastFacts, code }: ReadCell): JoinedCell {
  return { facts: lastFacts, names: lastFacts ? [] : namesSaid(code) };
}

function read(cell: LiveCell, lastFacts: CellFacts | undefined, isDeclared: (name: string) => boolean): ReadCell {
  const { source } = cell;
  const isReadable = !isTooDeep(source);
  const code = (isReadable && mayHaveMagics(source) ? withoutMagics(source, isDeclared) : source).replace(/^#!/, "//");
  const facts = isReadable ? readWhole(source, isDeclared) : undefined;
  return { ...cell, code, facts, lastFacts: facts ?? lastFacts, switches: checkSwitches(source) };
}

/** The cells whose type errors are not shown. */
export function mutedIn(cells: readonly ReadCell[], startsOff: boolean): ReadonlySet<ReadCell> {
  const muted = new Set<ReadCell>();
  let isOff = startsOff;
  for (const cell of cells) {
    isOff = cell.switches.leading ?? isOff;
    if (isOff || cell.mayFail || hasNoCheck(cell.code)) muted.add(cell);
    isOff = cell.switches.last ?? isOff;
  }
  return muted;
}

const DECLARING =
  /\b(?:const|let|var|function\*?|class|interface|type|enum|namespace)\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)/gu;

/** The names that unreadable code seems to declare. */
function namesSaid(code: string): string[] {
  return [...new Set(Array.from(code.matchAll(DECLARING), ([, name = ""]) => name))];
}
