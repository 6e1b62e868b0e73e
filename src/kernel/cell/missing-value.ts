/** The label of the cell that ended before a declaration, and how it ended. */
export type Missing = { readonly cell: string; readonly how: "failed" | "stopped" };

/** The message for a read of a name without a value; the type check and the run share it. */
export function missingValueMessage(name: string, { cell, how }: Missing): string {
  const ended = how === "failed" ? "failed" : "was stopped";
  return `${name} has no value: ${cellName(cell)} ${ended} before it declared ${name}. Run that cell again, or declare ${name} again.`;
}

/** The message for a read of an imported name that the module does not export as a value. */
export function missingExportMessage(name: string, specifier: string, cell: string): string {
  return `${name} has no value: ${cellName(cell)} imports it from '${specifier}', which exports no such value. Correct that import and run the cell again, or declare ${name} again.`;
}

// A cell whose request does not count has no number.
function cellName(label: string): string {
  const number = /\[(\d+)\]/.exec(label)?.[1];
  return number === undefined ? "the cell that declares it" : `cell [${number}]`;
}
