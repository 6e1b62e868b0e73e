const SHOWN = 5;

/** The repairs of a notebook file, by kind. */
export class RepairNotes {
  readonly #cells = new Map<string, Set<number>>();

  /** Notes a repair: `what` in words, and the number of the cell, counted from 1, where it was in one. */
  note(what: string, cell?: number): void {
    const cells = this.#cells.get(what) ?? new Set();
    if (cell !== undefined) cells.add(cell);
    this.#cells.set(what, cells);
  }

  /** A line for each kind of repair, in the order in which they were noted. */
  get lines(): readonly string[] {
    return Array.from(this.#cells, ([what, cells]) => {
      const numbers = [...cells];
      const shown = numbers.slice(0, SHOWN).join(", ");
      const more = numbers.length > SHOWN ? ` and ${numbers.length - SHOWN} more` : "";
      return numbers.length === 0 ? what : `cell${numbers.length === 1 ? "" : "s"} ${shown}${more}: ${what}`;
    });
  }
}
