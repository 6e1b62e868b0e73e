// The colours of a terminal's theme, which front-ends show.
const LEVEL = "1";

let isForced = false;

/**
 * Lets packages print in colours, which front-ends show, unless the user has said what to do. What `console`
 * writes of objects stays plain, so that outputs read the same wherever they are saved.
 */
export function allowColours(): void {
  const { env } = process;
  const mode = Object.getOwnPropertySymbols(console).find(({ description }) => description === "kColorMode");
  if (mode) Reflect.set(console, mode, false);
  // With both, Node warns.
  if (env["FORCE_COLOR"] !== undefined || env["NO_COLOR"] !== undefined || env["NODE_DISABLE_COLORS"] !== undefined)
    return;
  env["FORCE_COLOR"] = LEVEL;
  isForced = true;
}

/** The environment for a command, which may write into a file: colours only as the user has said. */
export function commandEnvironment(): NodeJS.ProcessEnv {
  const { FORCE_COLOR: level, ...env } = process.env;
  return isForced && level === LEVEL ? env : process.env;
}
