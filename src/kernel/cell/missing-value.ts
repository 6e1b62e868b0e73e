/** The cell that did not come to a declaration, as people call it, and how it ended. */
export type Missing = { readonly cell: string; readonly how: "failed" | "stopped" };

/** What is said when a name is read that has no value, by the type check and by the run alike. */
export function missingValueMessage(name: string, { cell, how }: Missing): string {
  const ended = how === "failed" ? "failed" : "was stopped";
  return `${name} has no value: ${cellName(cell)} ${ended} before it declared ${name}. Run that cell again, or declare ${name} anew.`;
}

// A request that counts nothing has a cell without a number.
function cellName(label: string): string {
  const number = /\[(\d+)\]/.exec(label)?.[1];
  return number === undefined ? "the cell that declares it" : `cell [${number}]`;
}
