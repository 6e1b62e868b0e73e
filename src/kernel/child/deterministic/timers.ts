import timers from "node:timers";
import timersPromises from "node:timers/promises";
import { promisify } from "node:util";
import type { FixedClock } from "./fixed-clock.ts";
import { replace } from "./replace.ts";

type Given = readonly unknown[];

// Node.js fires a timer with a longer delay, or one below 1, after a millisecond.
const LONGEST_MS = 2 ** 31 - 1;

/** Makes timers move the clock on when they fire; they still wait in real time. */
export function followTimers(clock: FixedClock): void {
  const promises = followPromises(clock);
  for (const name of ["setTimeout", "setInterval"] as const) {
    const real = globalThis[name];
    const isRepeated = name === "setInterval";
    const fixed = (callback: unknown, delay: unknown, ...given: Given): unknown => {
      if (typeof callback !== "function") return Reflect.apply(real, globalThis, [callback, delay, ...given]);
      const fire = dueTimes(clock, delay);
      const fired = function fired(this: unknown, ...values: Given): unknown {
        fire();
        return Reflect.apply(callback, this, values);
      };
      return Reflect.apply(real, globalThis, [fired, delay, ...given]);
    };
    replace(fixed, "name", name);
    if (!isRepeated) replace(fixed, promisify.custom, promises.setTimeout);
    replace(globalThis, name, fixed);
    replace(timers, name, fixed);
  }
}

function followPromises(clock: FixedClock): { readonly setTimeout: unknown } {
  const { setTimeout: wait, setInterval: repeat, scheduler } = timersPromises;
  const setTimeout = async <T>(
    delay?: number,
    value?: T,
    options?: Parameters<typeof wait>[2],
  ): Promise<T | undefined> => {
    const fire = dueTimes(clock, delay);
    const result = await wait(delay, value, options);
    fire();
    return result;
  };
  async function* setInterval<T>(delay?: number, value?: T, options?: Parameters<typeof repeat>[2]) {
    const fire = dueTimes(clock, delay);
    for await (const result of repeat(delay, value, options)) {
      fire();
      yield result;
    }
  }
  replace(timersPromises, "setTimeout", setTimeout);
  replace(timersPromises, "setInterval", setInterval);
  replace(scheduler, "wait", (delay: number, options?: Parameters<typeof wait>[2]) =>
    setTimeout(delay, undefined, options),
  );
  return { setTimeout };
}

/** A function to call each time a timer with this delay, in milliseconds, fires. */
function dueTimes(clock: FixedClock, delay: unknown): () => void {
  const given = Number(delay);
  const wait = given >= 1 && given <= LONGEST_MS ? Math.trunc(given) : 1;
  let due = clock.now;
  return () => {
    due += wait;
    clock.reach(due);
  };
}
