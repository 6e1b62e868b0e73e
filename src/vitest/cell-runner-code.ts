/**
 * Code of a test file that runs its cells: each once, when its own test or one of a later cell needs it. A failed one
 * is tried again by its own test; one that still runs after its time is not begun a second time. The stack of a thrown
 * error does not show these functions.
 */
export const CELL_RUNNER = `
const __tsnb_cells = [];
const __tsnb_runs = new Map();
const __tsnb_failed = new Set();
const __tsnb_folder = process.cwd();
async function __tsnb_run(cell, context) {
  const { signal } = context;
  const wasOver = signal.aborted;
  const isOver = () => signal.aborted && !wasOver;
  for (let at = 0; at <= cell && !isOver(); at++) {
    if (at < cell && __tsnb_failed.has(at)) context.skip("an earlier cell failed");
    const isFirst = !__tsnb_runs.has(at);
    const cell_function = __tsnb_cells[at];
    if (isFirst) __tsnb_runs.set(at, cell_function());
    const running = __tsnb_runs.get(at);
    const fail = () => __tsnb_failed.add(at);
    signal.addEventListener("abort", fail);
    try {
      await running;
      if (at === cell && !isOver()) __tsnb_failed.delete(at);
    } catch (error) {
      fail();
      if (__tsnb_runs.get(at) === running) __tsnb_runs.delete(at);
      if (at < cell && !isFirst) context.skip("an earlier cell failed");
      if (error instanceof Error && typeof error.stack === "string") {
        error.stack = error.stack.split("\\n").filter((line) => !line.includes("at __tsnb_run ") && !line.includes("at async __tsnb_run ")).join("\\n");
      }
      throw error;
    } finally {
      signal.removeEventListener("abort", fail);
    }
  }
}`;
