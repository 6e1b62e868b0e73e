import { CHECK_MODES, checkModeOf } from "../cell/check-mode.ts";
import { type Magic, MagicError } from "./magic.ts";

export const check: Magic = {
  name: "check",
  usage: "%check on|off|block",
  help: "on shows type errors, off skips the check, block stops cells that have any",
  words: CHECK_MODES,
  run({ argument }, { setCheckMode }) {
    const mode = checkModeOf(argument);
    if (mode === undefined)
      throw new MagicError(
        `%check takes on, off or block, but got ${JSON.stringify(argument)}: write %check on, for example`,
      );
    setCheckMode(mode);
  },
};
