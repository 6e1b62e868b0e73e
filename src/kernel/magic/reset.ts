import type { Magic } from "./magic.ts";

export const reset: Magic = {
  name: "reset",
  usage: "%reset",
  help: "forgets every name that the cells declared",
  run: (_call, context) => context.reset(),
};
