import { collect, type Figures } from "./figures.ts";
import { KernelSession } from "./session.ts";
import type { System } from "./systems.ts";

/**
 * Milliseconds from the start of a kernel's process to its reply to kernel_info, and to the output of a first cell,
 * sent after that reply. Kernels start in turn, one at a time.
 */
export async function benchStart(systems: readonly System[], folder: string, rounds: number) {
  const ready: Record<string, number[]> = {};
  const first: Record<string, number[]> = {};
  for (let round = 0; round < rounds; round++) {
    for (const system of systems) {
      const kernel = await KernelSession.start(system, folder);
      collect(ready, system.name, kernel.readyMs);
      const sentAfter = performance.now() - kernel.startedAt;
      const { outputMs } = await kernel.run("1 + 1", { shows: true });
      collect(first, system.name, sentAfter + outputMs);
      await kernel.stop();
    }
  }
  return { ready, first } satisfies Record<string, Figures>;
}
