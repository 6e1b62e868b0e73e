// A minute, so that the times of cells differ even without seconds.
const CELL_MS = 60_000;
const READING_MS = 1;

/**
 * A clock driven by the cells: each reading moves it on by a millisecond, and a timer that fires moves it to the
 * time when the timer was due. Cell n begins n minutes after the start, unless the clock is already past that.
 */
export class FixedClock {
  /** The start, in milliseconds since 1970. */
  readonly start: number;
  #now: number;

  constructor(start: number) {
    this.start = start;
    this.#now = start;
  }

  /** The time in milliseconds since 1970; unlike `read`, does not move the clock on. */
  get now(): number {
    return this.#now;
  }

  /** Reads the clock, in milliseconds since 1970, and moves it on. */
  read(): number {
    const now = this.#now;
    this.#now += READING_MS;
    return now;
  }

  /** Moves the clock on to a time, unless it is already past it. */
  reach(time: number): void {
    this.#now = Math.max(this.#now, time);
  }

  /** Moves the clock on to the start of a cell. */
  begin(cell: number): void {
    this.reach(this.start + cell * CELL_MS);
  }
}
