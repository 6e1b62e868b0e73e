import { inspect } from "node:util";
import { CommanderError } from "commander";
import { TsnbError } from "../util/error.ts";

const FAILED = 1;
const WRONG_USAGE = 2;

/**
 * The exit code for whatever ended the command, after telling the user about it:
 * 0 for help and version, 1 for a failure, 2 for wrong usage (Commander has told the user already).
 */
export function exitCodeOf(thrown: unknown, tell: (text: string) => void): number {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : WRONG_USAGE;
  if (thrown instanceof TsnbError) {
    tell(`tsnb: ${thrown.message}`);
  } else {
    tell(`${inspect(thrown)}\n\ntsnb: this is a bug in tsnb; please report it with the lines above.`);
  }
  return FAILED;
}
