import type { JupyterFrontEndPlugin } from "@jupyterlab/application";
import { live } from "./live.ts";

const plugins: JupyterFrontEndPlugin<unknown>[] = [live];
export default plugins;
