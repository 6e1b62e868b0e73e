import { type Magic, MagicError } from "./magic.ts";
import { timingText } from "./timing-text.ts";

export const timeit: Magic = {
  name: "timeit",
  usage: "%timeit CODE",
  help: "measures the time that a line of code takes",
  takesCode: true,
  async run({ code }, { interrupts, print }) {
    if (!code) throw new MagicError("%timeit got no code: write %timeit 1 + 1, for example");
    const stop = new AbortController();
    const text = await interrupts.during(measured(code, stop.signal), () => stop.abort());
    if (!stop.signal.aborted) print(`${text}\n`);
  },
};

// Kept here because cells may run with a fixed clock.
const { hrtime } = process;
const RUNS = 7;
const MOST_LOOPS = 1e9;
// After this time, the engine has optimized the code.
const WARM_UP_NS = 100_000_000;
const ENOUGH_NS = 20_000_000;
const LONGEST_NS = 2_000_000_000;
// After this many loops, the event loop gets a turn, so that Stop works.
const LOOPS_AT_ONCE = 1000;

/** Times code: the mean and the standard deviation over several runs of many loops. */
async function measured(code: () => unknown, signal: AbortSignal): Promise<string> {
  const isAsync = isThenable(await attempt(code));
  const run = (loops: number) => (isAsync ? measureAwaited(code, loops, signal) : measure(code, loops));
  const loops = await enoughLoops(run, signal);
  const times: number[] = [];
  let total = 0;
  while (times.length < RUNS && total < LONGEST_NS && !signal.aborted) {
    const taken = await run(loops);
    total += taken;
    times.push(taken / loops);
  }
  return timingText(times, loops);
}

// The first call shows whether each loop must await a promise.
async function attempt(code: () => unknown): Promise<[unknown]> {
  const value = code();
  if (isThenable(value)) await value;
  return [value];
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  const inner = Array.isArray(value) ? value[0] : value;
  return typeof inner === "object" && inner !== null && "then" in inner;
}

/** The number of loops that makes a run long enough, once the code is warm. */
async function enoughLoops(run: (loops: number) => number | Promise<number>, signal: AbortSignal): Promise<number> {
  let [loops, total] = [1, 0];
  while (!signal.aborted) {
    const taken = await run(loops);
    total += taken;
    if (taken * 10 < ENOUGH_NS && loops < MOST_LOOPS) loops *= 10;
    else if (total >= WARM_UP_NS || loops === 1) return taken < ENOUGH_NS && loops < MOST_LOOPS ? loops * 10 : loops;
  }
  return loops;
}

// Results go here, so that the engine cannot optimize the calls away.
const sink: { value: unknown } = { value: undefined };

function measure(code: () => unknown, loops: number): number {
  const start = hrtime.bigint();
  for (let loop = 0; loop < loops; loop++) sink.value = code();
  return Number(hrtime.bigint() - start);
}

async function measureAwaited(code: () => unknown, loops: number, signal: AbortSignal): Promise<number> {
  let taken = 0n;
  for (let done = 0; done < loops && !signal.aborted; ) {
    const end = Math.min(loops, done + LOOPS_AT_ONCE);
    const start = hrtime.bigint();
    for (; done < end && !signal.aborted; done++) sink.value = await code();
    taken += hrtime.bigint() - start;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return Number(taken);
}
