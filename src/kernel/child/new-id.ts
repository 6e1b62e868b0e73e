let { random } = Math;

/** Makes ids come from a seed. */
export function seedIds(fraction: () => number): void {
  random = fraction;
}

/** A random id. Loading node:crypto for it would take longer than the rest of the start. */
export function newId(): string {
  return Array.from({ length: 4 }, () =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, "0"),
  ).join("");
}
