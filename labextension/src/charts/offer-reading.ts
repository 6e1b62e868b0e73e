import { dataDetails } from "../../../assets/page/data-table.js";
import { reachByKeyboard } from "../../../assets/page/keyboard.js";
import { readCsv } from "./read-csv.ts";

/** Makes the points and legend of a chart just drawn in a node accessible by keyboard, and adds its rows below. */
export function offerReading(node: HTMLElement, spec: unknown): void {
  try {
    reachByKeyboard(node);
    const details = dataDetails(spec, readCsv);
    if (details) node.append(details);
  } catch (error) {
    console.error("Making a chart readable by keyboard failed; the chart itself is drawn:", error);
  }
}

/** Keeps the keys that open and close the data and the menu from JupyterLab, which would edit the cell or scroll. */
export function keepKeys(event: KeyboardEvent): void {
  const { target, key, ctrlKey, altKey, metaKey, shiftKey } = event;
  if (ctrlKey || altKey || metaKey || shiftKey || (key !== "Enter" && key !== " ")) return;
  if (target instanceof Element && target.matches("summary, a")) event.stopPropagation();
}
