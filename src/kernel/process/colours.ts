// Level 1: the 16 colours of a terminal's theme, which front ends show.
const LEVEL = "1";

let isForced = false;

/**
 * Lets packages print in colours, which front ends show, unless the user's environment decides about colours.
 * Objects that `console` prints stay plain, so that outputs read the same wherever they are saved.
 */
export function allowColours(): void {
  const { env } = process;
  const mode = Object.getOwnPropertySymbols(console).find(({ description }) => description === "kColorMode");
  if (mode) Reflect.set(console, mode, false);
  // Node warns when both FORCE_COLOR and NO_COLOR are set.
  if (env["FORCE_COLOR"] !== undefined || env["NO_COLOR"] !== undefined || env["NODE_DISABLE_COLORS"] !== undefined)
    return;
  env["FORCE_COLOR"] = LEVEL;
  isForced = true;
}

/** The environment for a command, which may write to a file: it has colours only if the user asked for them. */
export function commandEnvironment(): NodeJS.ProcessEnv {
  const { FORCE_COLOR: level, ...env } = process.env;
  return isForced && level === LEVEL ? env : process.env;
}
