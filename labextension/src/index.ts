import type { JupyterFrontEndPlugin } from "@jupyterlab/application";
import { cells } from "./cells/cells.ts";
import { live } from "./live/live.ts";

const plugins: JupyterFrontEndPlugin<unknown>[] = [live, cells];
export default plugins;
