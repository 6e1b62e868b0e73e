import { CHECK_MODES, checkModeOf } from "../cell/check-mode.ts";
import { type Magic, MagicError } from "./magic.ts";

export const check: Magic = {
  name: "check",
  usage: "%check on|off|block",
  help: "shows type errors; does not look for them; or shows them and does not run the cell",
  words: CHECK_MODES,
  run({ argument }, { setCheckMode }) {
    const mode = checkModeOf(argument);
    if (mode === undefined) throw new MagicError(`%check takes on, off or block, not ${JSON.stringify(argument)}`);
    setCheckMode(mode);
  },
};
