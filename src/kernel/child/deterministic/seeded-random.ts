/**
 * Random numbers from a seed. Each cell has its own sequence, so that the draws of an earlier cell do not change the
 * numbers of a later one.
 *
 * The generator is SFC32 of Chris Doty-Humphrey's PractRand, with the words of its state hashed by FNV-1a and the
 * finalizer of MurmurHash3.
 */
export class SeededRandom {
  readonly #seed: string;
  #a = 0;
  #b = 0;
  #c = 0;
  #counter = 1;

  constructor(seed: string) {
    this.#seed = seed;
    this.begin(0);
  }

  /** Begins the sequence of a cell. */
  begin(cell: number): void {
    const word = (name: string): number => hash(`${this.#seed}/${cell}/${name}`);
    [this.#a, this.#b, this.#c, this.#counter] = [word("a"), word("b"), word("c"), 1];
    // After 12 rounds, the words of similar seeds are mixed.
    for (let round = 0; round < 12; round++) this.word();
  }

  /** The next whole number from 0 to 2³² - 1. */
  word(): number {
    const word = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + word) | 0;
    return word >>> 0;
  }

  /** The next number from 0 up to, but not including, 1. It has all 53 bits, as `Math.random()` does. */
  fraction(): number {
    return ((this.word() >>> 5) * 2 ** 26 + (this.word() >>> 6)) / 2 ** 53;
  }

  /** A separate generator, seeded by the next word. */
  fork(): SeededRandom {
    return new SeededRandom(`${this.#seed}/${this.word()}`);
  }

  /** Draws bytes into an array. */
  drawInto(bytes: Uint8Array): void {
    for (let index = 0; index < bytes.length; index++) bytes[index] = this.word() >>> 24;
  }
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
