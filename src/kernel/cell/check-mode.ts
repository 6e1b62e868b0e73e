/** `on`: type errors are shown. `off`: types are not checked. `block`: shown type errors keep the cell from running. */
export const CHECK_MODES = ["on", "off", "block"] as const;

export type CheckMode = (typeof CHECK_MODES)[number];

export function checkModeOf(word: string | undefined): CheckMode | undefined {
  return CHECK_MODES.find((mode) => mode === word);
}

/**
 * The check mode that a kernel starts in: TSNB_CHECK, else `on`. Under nbgrader the default is `off`, because a cell
 * that writes to stderr scores no points there.
 */
export function initialCheckMode(env: NodeJS.ProcessEnv): CheckMode {
  return checkModeOf(env["TSNB_CHECK"]) ?? (env["NBGRADER_EXECUTION"] ? "off" : "on");
}
