import { collect, type Figures } from "./figures.ts";
import { KernelSession } from "./session.ts";
import type { System } from "./systems.ts";

const WARM = 30;

/**
 * Milliseconds of a cell of one sum, until its reply and idle, in kernels that have run some. In turn, in every
 * round in another order: what a kernel still does when it has answered falls on the next one, which also finds
 * in the processor's caches what both have in common.
 */
export async function benchTrivial(systems: readonly System[], folder: string, rounds: number): Promise<Figures> {
  const figures: Record<string, number[]> = {};
  const kernels = new Map<System, KernelSession>();
  try {
    for (const system of systems) {
      const kernel = await KernelSession.start(system, folder);
      kernels.set(system, kernel);
    }
    for (let round = -WARM; round < rounds; round++) {
      for (const [{ name }, kernel] of shuffled([...kernels], round + WARM)) {
        const { ms, text } = await kernel.run(`${round + WARM} + 1`, { shows: true });
        if (text !== "" && Number.parseInt(text, 10) !== round + WARM + 1) throw new Error(`${name}: ${text}`);
        if (round >= 0) collect(figures, name, ms);
      }
    }
  } finally {
    for (const kernel of kernels.values()) await kernel.stop();
  }
  return figures;
}

/** The items in an order that depends on a number alone. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  const places = items.map((item, index) => ({
    item,
    place: (Math.sin((seed + 1) * (index + 1) * 12.9898) * 43_758.5453) % 1,
  }));
  return places.toSorted((one, other) => one.place - other.place).map(({ item }) => item);
}
