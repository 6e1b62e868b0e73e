/** Type errors are shown; not looked for; or shown, and the cell does not run. */
export const CHECK_MODES = ["on", "off", "block"] as const;

export type CheckMode = (typeof CHECK_MODES)[number];

export function checkModeOf(word: string | undefined): CheckMode | undefined {
  return CHECK_MODES.find((mode) => mode === word);
}

/** How a kernel starts. Under nbgrader without types: what cells write to stderr scores no points there. */
export function initialCheckMode(env: NodeJS.ProcessEnv): CheckMode {
  return checkModeOf(env["TSNB_CHECK"]) ?? (env["NBGRADER_EXECUTION"] ? "off" : "on");
}
