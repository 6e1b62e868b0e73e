import { type Magic, MagicError } from "./magic.ts";

export const timeit: Magic = {
  name: "timeit",
  usage: "%timeit CODE",
  help: "measures how long a line of code takes",
  takesCode: true,
  async run({ code }, { print }) {
    if (!code) throw new MagicError("%timeit needs the code to measure, such as %timeit 1 + 1");
    print(`${await measured(code)}\n`);
  },
};

const RUNS = 7;
const ENOUGH_NS = 20_000_000;
const LONGEST_NS = 2_000_000_000;

/** Measures how long a piece of code takes: the mean and its deviation over some runs of many loops. */
async function measured(code: () => unknown): Promise<string> {
  const isAsync = isThenable(await attempt(code));
  const loops = await enoughLoops(code, isAsync);
  const times: number[] = [];
  let total = 0;
  while (times.length < RUNS && total < LONGEST_NS) {
    const taken = await measure(code, loops, isAsync);
    total += taken;
    times.push(taken / loops);
  }
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
  const deviation = Math.sqrt(times.reduce((sum, time) => sum + (time - mean) ** 2, 0) / times.length);
  const runs = times.length === 1 ? "1 run" : `${times.length} runs`;
  const each = loops === 1 ? "1 loop" : `${loops.toLocaleString("en-US")} loops`;
  return `${duration(mean)} ± ${duration(deviation)} per loop (mean ± std. dev. of ${runs}, ${each} each)`;
}

// The first call also tells whether there is something to wait for in each loop.
async function attempt(code: () => unknown): Promise<[unknown]> {
  const value = code();
  if (isThenable(value)) await value;
  return [value];
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  const inner = Array.isArray(value) ? value[0] : value;
  return typeof inner === "object" && inner !== null && "then" in inner;
}

async function enoughLoops(code: () => unknown, isAsync: boolean): Promise<number> {
  for (let loops = 1; ; loops *= 10)
    if ((await measure(code, loops, isAsync)) * 10 >= ENOUGH_NS || loops >= 1e9) return loops;
}

// Kept where the engine cannot prove that nobody looks at it.
const sink: { value: unknown } = { value: undefined };

async function measure(code: () => unknown, loops: number, isAsync: boolean): Promise<number> {
  const start = process.hrtime.bigint();
  if (isAsync) for (let loop = 0; loop < loops; loop++) sink.value = await code();
  else for (let loop = 0; loop < loops; loop++) sink.value = code();
  return Number(process.hrtime.bigint() - start);
}

function duration(ns: number): string {
  const units = [
    [1e9, "s"],
    [1e6, "ms"],
    [1e3, "µs"],
    [1, "ns"],
  ] as const;
  const [size, unit] = units.find(([least]) => ns >= least) ?? [1, "ns"];
  return `${Number((ns / size).toPrecision(3))} ${unit}`;
}
