import type { Magic } from "./magic.ts";

export const reset: Magic = {
  name: "reset",
  usage: "%reset",
  help: "forgets all declared names",
  run: (_call, context) => context.reset(),
};
