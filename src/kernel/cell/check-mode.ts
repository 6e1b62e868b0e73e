/** Type errors are shown; not looked for; or shown, and the cell does not run. */
export const CHECK_MODES = ["on", "off", "block"] as const;

export type CheckMode = (typeof CHECK_MODES)[number];

export function checkModeOf(word: string | undefined): CheckMode | undefined {
  return CHECK_MODES.find((mode) => mode === word);
}
