/** The variables for colours and the history file, which kernels do not get. */
export const DROPPED_VARIABLES: readonly string[] = [
  "FORCE_COLOR",
  "CLICOLOR",
  "CLICOLOR_FORCE",
  "COLORTERM",
  "PY_COLORS",
  "TSNB_HISTORY",
];
/** The variables with the same values for every kernel. */
export const FIXED_VARIABLES = { NO_COLOR: "1", TERM: "dumb", COLUMNS: "80", LINES: "24" } as const;

const dropped = new Set(DROPPED_VARIABLES);

/**
 * The environment of kernels, made from the runner's: variables that would make outputs depend on the terminal or
 * the CI system are removed or have fixed values.
 */
export function kernelEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !dropped.has(name.toUpperCase()));
  return { ...Object.fromEntries(kept), ...FIXED_VARIABLES };
}
