// The variables for colours, line width and the history file.
const DROPPED = new Set(["FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLORTERM", "PY_COLORS", "TSNB_HISTORY"]);
const FIXED = { NO_COLOR: "1", TERM: "dumb", COLUMNS: "80", LINES: "24" };

/**
 * The environment that kernels get from the runner's: what would make outputs depend on the terminal or the
 * CI that they were made in is the same everywhere.
 */
export function kernelEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !DROPPED.has(name.toUpperCase()));
  return { ...Object.fromEntries(kept), ...FIXED };
}
