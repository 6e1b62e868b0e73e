const { random } = Math;

/** A name that nothing else has. Loading Node's cryptography for this would take longer than starting all the rest. */
export function newId(): string {
  return Array.from({ length: 4 }, () =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, "0"),
  ).join("");
}
