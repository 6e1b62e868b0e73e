import { Command } from "commander";

/** `tsnb run`: executes notebooks without a browser. */
export function command(): Command {
  return new Command("run").argument("[paths...]", "notebooks or folders").action(() => {});
}
