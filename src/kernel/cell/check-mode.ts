/** The words for how type errors are treated: shown, not looked for, or shown and the cell not run. */
export const CHECK_MODES = ["on", "off", "block"] as const;

export type CheckMode = (typeof CHECK_MODES)[number];

/** The mode that a word stands for. */
export function checkModeOf(word: string | undefined): CheckMode | undefined {
  return CHECK_MODES.find((mode) => mode === word);
}
