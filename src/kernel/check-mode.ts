/** How type errors are treated: shown, not looked for, or shown and the cell not run. */
export type CheckMode = "on" | "off" | "block";

/** The mode that a word stands for. */
export function checkModeOf(word: string | undefined): CheckMode | undefined {
  return word === "on" || word === "off" || word === "block" ? word : undefined;
}
