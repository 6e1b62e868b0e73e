import { checkModeOf } from "../../cell/check-mode.ts";
import { findMagics } from "./magic-lines.ts";

/** The switches in the `%check` lines of a cell: true turns the check off; undefined leaves it unchanged. */
export type CheckSwitches = {
  /** The switch for the cell itself and the cells after it. */
  readonly leading?: boolean | undefined;
  /** The switch for the cells after it. */
  readonly last?: boolean | undefined;
};

/** The effect of a cell's `%check` lines on the cell itself and on the cells after it. */
export function checkSwitches(source: string): CheckSwitches {
  if (!/^[ \t]*%check\b/m.test(source)) return {};
  const magics = findMagics(source).filter(({ name }) => name === "check");
  const leading = magics.findLast(({ isLeading }) => isLeading);
  return { leading: isOff(leading?.argument), last: isOff(magics.at(-1)?.argument) };
}

function isOff(argument: string | undefined): boolean | undefined {
  const mode = checkModeOf(argument);
  return mode && mode === "off";
}
