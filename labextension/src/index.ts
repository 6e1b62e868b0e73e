import type { JupyterFrontEndPlugin } from "@jupyterlab/application";
import { cells } from "./cells/cells.ts";
import { charts } from "./charts/charts.ts";
import { live } from "./live/live.ts";

const plugins: JupyterFrontEndPlugin<unknown>[] = [live, cells, charts];
export default plugins;
