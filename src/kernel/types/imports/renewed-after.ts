/**
 * Returns a function that gives the latest result of `make`. It calls `make` again once that result is older than
 * `age`, but not while a call is still running.
 *
 * @param age the time in milliseconds after which a result is made again.
 */
export function renewedAfter<Made>(age: number, make: () => Promise<Made>): () => Promise<Made> {
  let made: Promise<Made> | undefined;
  let isOldAt = Infinity;
  return () => {
    if (made === undefined || performance.now() >= isOldAt) {
      isOldAt = Infinity;
      made = make().finally(() => (isOldAt = performance.now() + age));
    }
    return made;
  };
}
