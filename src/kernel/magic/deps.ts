import type { Magic } from "./magic.ts";

export const deps: Magic = {
  name: "deps",
  usage: "%deps",
  help: "draws which cells depend on which, by the names that they share",
  async run(_call, { showDependencies, print }) {
    if (!(await showDependencies())) print("No other cell has run yet.\n");
  },
};
