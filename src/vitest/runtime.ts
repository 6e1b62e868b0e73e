// Loaded by the tests and modules that notebookTests makes of notebooks.
export { compiledHelpers as helpers } from "../kernel/child/runtime/helpers.ts";
export { failureOf, picker, runCells } from "../kernel/notebooks/notebook-runtime.ts";
