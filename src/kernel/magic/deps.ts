import type { Magic } from "./magic.ts";

export const deps: Magic = {
  name: "deps",
  usage: "%deps",
  help: "draws how cells depend on each other",
  async run(_call, { showDependencies, print }) {
    if (!(await showDependencies())) print("No other cell has run yet.\n");
  },
};
