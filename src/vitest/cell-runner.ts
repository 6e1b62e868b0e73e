/**
 * Code of a test file that runs its cells: each once, when its own test or one of a later cell needs it; a failed one is
 * tried again by its own test. The stack of a thrown error does not show this function.
 */
export const CELL_RUNNER = `
const __tsnb_cells = [];
const __tsnb_state = { done: 0, failed: -1 };
const __tsnb_folder = process.cwd();
async function __tsnb_run(cell, context) {
  for (; __tsnb_state.done <= cell; __tsnb_state.done++) {
    const at = __tsnb_state.done;
    const cell_function = __tsnb_cells[at];
    if (at < cell && at === __tsnb_state.failed) context.skip("an earlier cell failed");
    try {
      await cell_function();
    } catch (error) {
      __tsnb_state.failed = at;
      if (error instanceof Error && typeof error.stack === "string") {
        error.stack = error.stack.split("\\n").filter((line) => !line.includes("at __tsnb_run ") && !line.includes("at async __tsnb_run ")).join("\\n");
      }
      throw error;
    }
    __tsnb_state.failed = -1;
  }
}`;
