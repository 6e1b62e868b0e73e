/** The variables for colours, line width and the history file, which kernels do not get. */
export const DROPPED_VARIABLES: readonly string[] = [
  "FORCE_COLOR",
  "CLICOLOR",
  "CLICOLOR_FORCE",
  "COLORTERM",
  "PY_COLORS",
  "TSNB_HISTORY",
];
/** The variables that are the same for every kernel. */
export const FIXED_VARIABLES = { NO_COLOR: "1", TERM: "dumb", COLUMNS: "80", LINES: "24" } as const;

const dropped = new Set(DROPPED_VARIABLES);

/**
 * The environment that kernels get from the runner's: what would make outputs depend on the terminal or the
 * CI that they were made in is the same everywhere.
 */
export function kernelEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !dropped.has(name.toUpperCase()));
  return { ...Object.fromEntries(kept), ...FIXED_VARIABLES };
}
