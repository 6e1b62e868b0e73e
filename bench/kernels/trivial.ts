import { collect, type Figures } from "./figures.ts";
import { KernelSession } from "./session.ts";
import type { System } from "./systems.ts";

const WARM = 30;

/**
 * Milliseconds of a cell of one sum, until its reply and idle, in kernels that have run some. In turn, and each
 * round begins with another one: what a kernel still does when it has answered falls on each that follows.
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
      const first = (round + WARM) % kernels.size;
      const order = [...kernels].slice(first).concat([...kernels].slice(0, first));
      for (const [{ name }, kernel] of order) {
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
