// A minute, so that cells tell their times apart in dates without seconds.
const CELL_MS = 60_000;
const READING_MS = 1;

/**
 * A clock that goes by what a cell does: each reading moves it on by a millisecond, and a timer that fires moves
 * it to when the timer was due. Cell n begins n minutes after the start, whatever earlier cells did, unless they
 * waited longer.
 */
export class FixedClock {
  /** The start, in milliseconds since 1970. */
  readonly start: number;
  #now: number;

  constructor(start: number) {
    this.start = start;
    this.#now = start;
  }

  /** The time without a reading. */
  get now(): number {
    return this.#now;
  }

  /** Reads the clock: milliseconds since 1970. */
  read(): number {
    const now = this.#now;
    this.#now += READING_MS;
    return now;
  }

  /** Moves the clock on to a time that has not been reached yet. */
  reach(time: number): void {
    this.#now = Math.max(this.#now, time);
  }

  /** A cell begins. */
  begin(cell: number): void {
    this.reach(this.start + cell * CELL_MS);
  }
}
