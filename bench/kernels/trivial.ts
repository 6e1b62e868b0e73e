import { collect, type Figures } from "./figures.ts";
import { KernelSession } from "./session.ts";
import type { System } from "./systems.ts";

const WARM = 30;

/**
 * Milliseconds for a cell with one sum, until its reply and idle status, in kernels that have already run some cells.
 * The kernels take turns, in another order each round: work that a kernel does after its answer delays the next one,
 * which also benefits from what both have in common in the processor's caches.
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

/** The items in an order that depends only on `seed`. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  const places = items.map((item, index) => ({
    item,
    place: (Math.sin((seed + 1) * (index + 1) * 12.9898) * 43_758.5453) % 1,
  }));
  return places.toSorted((one, other) => one.place - other.place).map(({ item }) => item);
}
