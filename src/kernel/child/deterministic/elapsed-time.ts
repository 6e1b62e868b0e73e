import type { FixedClock } from "./fixed-clock.ts";
import { replace } from "./replace.ts";

/** Makes `performance` and `process` give the time since the clock's start. */
export function fixElapsed(clock: FixedClock): void {
  const elapsed = (): number => clock.read() - clock.start;
  replace(performance, "now", elapsed);
  replace(performance, "timeOrigin", clock.start);
  replace(process, "uptime", () => elapsed() / 1000);
  const bigint = (): bigint => BigInt(elapsed()) * 1_000_000n;
  const hrtime = (since: readonly [number, number] = [0, 0]): [number, number] => {
    const nanoseconds = bigint() - (BigInt(since[0]) * 1_000_000_000n + BigInt(since[1]));
    return [Number(nanoseconds / 1_000_000_000n), Number(nanoseconds % 1_000_000_000n)];
  };
  replace(process, "hrtime", Object.assign(hrtime, { bigint }));
}
