/**
 * A function that returns what `make` made last. It calls `make` again when the last result came more than a time ago,
 * and never while one is being made.
 *
 * @param age in milliseconds.
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
