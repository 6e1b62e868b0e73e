import { expect, it } from "vitest";
import { SeededRandom } from "../../../../src/kernel/child/deterministic/seeded-random.ts";

// Computed by another implementation, in Python, whose integers have no limit.
it("draws the words and fractions of SFC32", () => {
  const random = new SeededRandom("1");
  random.begin(1);
  expect([random.word(), random.word(), random.word(), random.word()]).toEqual([
    386505268, 2449639637, 1047853257, 811031773,
  ]);
  random.begin(1);
  expect([random.fraction(), random.fraction()]).toEqual([0.08999026991688586, 0.24397234759355368]);
});

it("draws the same in a cell whatever earlier cells drew, and other numbers in another cell", () => {
  const random = new SeededRandom("seed");
  random.begin(2);
  const second = random.fraction();
  random.begin(1);
  const first = random.fraction();
  random.fraction();
  random.begin(2);
  expect(random.fraction()).toBe(second);
  expect(first).not.toBe(second);
});

it("fills bytes evenly", () => {
  const bytes = new Uint8Array(256_000);
  new SeededRandom("1").drawInto(bytes);
  const counts = new Map<number, number>();
  for (const byte of bytes) counts.set(byte, (counts.get(byte) ?? 0) + 1);
  // Each of the 256 values is expected 1000 times, with a standard deviation of 32.
  expect(counts.size).toBe(256);
  expect(Math.min(...counts.values())).toBeGreaterThan(840);
  expect(Math.max(...counts.values())).toBeLessThan(1160);
});

it("forks generators with numbers of their own", () => {
  const random = new SeededRandom("1");
  const [one, two] = [random.fork(), random.fork()];
  const words = [one.word(), two.word(), random.word()];
  expect(new Set(words).size).toBe(3);
  expect(new SeededRandom("1").fork().word()).toBe(words[0]);
});
