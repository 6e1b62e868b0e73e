// Loaded by the tests and modules that notebookTests makes from notebooks.
export { compiledHelpers as helpers } from "../kernel/child/runtime/helpers.ts";
export { picker, runCells } from "../kernel/notebooks/notebook-runtime.ts";
