import crypto from "node:crypto";
import { replace } from "./replace.ts";
import type { SeededRandom } from "./seeded-random.ts";

type Given = readonly unknown[];
type Draw = (random: SeededRandom, drawn: unknown, given: Given) => unknown;

/**
 * Makes `Math.random`, and the random bytes, numbers and ids of node:crypto and Web Crypto, come from the seed. Keys
 * that Node.js generates stay random.
 */
export function seedRandom(random: SeededRandom): void {
  replace(Math, "random", () => random.fraction());
  const draws: readonly (readonly [object, string, Draw])[] = [
    [crypto, "randomBytes", drawBytes],
    [crypto, "pseudoRandomBytes", drawBytes],
    [crypto, "prng", drawBytes],
    [crypto, "rng", drawBytes],
    [crypto, "randomFill", drawBytes],
    [crypto, "randomFillSync", drawBytes],
    [crypto, "randomInt", drawInteger],
    [crypto, "randomUUID", drawUuid],
    [Object(Object.getPrototypeOf(crypto.webcrypto)), "getRandomValues", drawBytes],
    [Object(Object.getPrototypeOf(crypto.webcrypto)), "randomUUID", drawUuid],
  ];
  for (const [owner, name, draw] of draws) redraw(owner, name, draw, random);
}

/** Replaces the values that a function draws; the real function still checks its arguments. */
function redraw(owner: object, name: string, draw: Draw, random: SeededRandom): void {
  const real: unknown = Reflect.get(owner, name);
  if (typeof real !== "function") return;
  const redrawn = function redrawn(this: unknown, ...given: Given): unknown {
    // Calls that run at the same time may end in any order.
    const own = random.fork();
    const callback = given.at(-1);
    if (typeof callback !== "function") return draw(own, Reflect.apply(real, this, given), given);
    const called = (error: unknown, drawn: unknown): unknown =>
      error ? callback(error, drawn) : callback(error, draw(own, drawn, given.slice(0, -1)));
    return Reflect.apply(real, this, given.toSpliced(-1, 1, called));
  };
  replace(redrawn, "name", name);
  replace(owner, name, redrawn);
}

/** Draws new bytes: all of them, or `size` elements from `offset` on, which also counts elements. */
function drawBytes(random: SeededRandom, drawn: unknown, [, offset = 0, size]: Given): unknown {
  if (!ArrayBuffer.isView(drawn) && !(drawn instanceof ArrayBuffer)) return drawn;
  const bytes = ArrayBuffer.isView(drawn)
    ? new Uint8Array(drawn.buffer, drawn.byteOffset, drawn.byteLength)
    : new Uint8Array(drawn);
  const width = "BYTES_PER_ELEMENT" in drawn ? Number(drawn.BYTES_PER_ELEMENT) : 1;
  const from = Number(offset) * width;
  random.drawInto(bytes.subarray(from, size === undefined ? bytes.length : from + Number(size) * width));
  return drawn;
}

function drawInteger(random: SeededRandom, _: unknown, given: Given): number {
  const [min, max] = given[1] === undefined ? [0, Number(given[0])] : [Number(given[0]), Number(given[1])];
  return min + Math.floor(random.fraction() * (max - min));
}

function drawUuid(random: SeededRandom): string {
  const bytes = Buffer.alloc(16);
  random.drawInto(bytes);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
