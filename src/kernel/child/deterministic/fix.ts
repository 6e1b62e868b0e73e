import { syncBuiltinESMExports } from "node:module";
import { FixedClock } from "./fixed-clock.ts";
import { fixDates } from "./dates.ts";
import { sortDirectories } from "./directories.ts";
import { fixElapsed } from "./elapsed-time.ts";
import { seedRandom } from "./random.ts";
import { SeededRandom } from "./seeded-random.ts";
import { followTimers } from "./timers.ts";

/** The fixed clock and random numbers, which would otherwise differ from run to run. */
export type Fixed = {
  /** Called when a cell begins: its clock and its random numbers depend only on its number. */
  readonly begin: (cell: number) => void;
  /** Random numbers for the kernel's own ids. */
  readonly ids: SeededRandom;
};

// 2025-01-01T00:00:00Z
const START_MS = 1_735_689_600_000;

/**
 * Fixes what differs from run to run in this thread: the clock, random numbers and the order of directories.
 *
 * @param thread the number of a worker, which gets other random numbers; 0 for the main thread.
 * @param env the environment; its SOURCE_DATE_EPOCH, in seconds since 1970, sets the start of the clock.
 */
export function fix(seed: string, thread: number, env: NodeJS.ProcessEnv): Fixed {
  const start = Number(env["SOURCE_DATE_EPOCH"]) * 1000;
  const clock = new FixedClock(start > 0 ? start : START_MS);
  const random = new SeededRandom(thread === 0 ? seed : `${seed}/thread ${thread}`);
  fixDates(clock);
  fixElapsed(clock);
  followTimers(clock);
  seedRandom(random);
  sortDirectories();
  syncBuiltinESMExports();
  return {
    begin: (cell) => {
      clock.begin(cell);
      random.begin(cell);
    },
    ids: new SeededRandom(`${seed}/ids`),
  };
}
