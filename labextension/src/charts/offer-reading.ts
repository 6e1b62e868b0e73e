import { dataDetails } from "../../../assets/page/data-table.js";
import { reachByKeyboard } from "../../../assets/page/keyboard.js";
import { readCsv } from "./read-csv.ts";

/** Lets the keyboard reach the points and legend of a chart that was just drawn in a node, and puts its rows below. */
export function offerReading(node: HTMLElement, spec: unknown): void {
  try {
    reachByKeyboard(node);
    const details = dataDetails(spec, readCsv);
    if (details) node.append(details);
  } catch (error) {
    console.error("Making a chart readable by keyboard failed; the chart itself is drawn:", error);
  }
}

/** Keeps from JupyterLab, which would edit the cell or scroll, the keys that open and close the data and the menu. */
export function keepKeys(event: KeyboardEvent): void {
  const { target, key, ctrlKey, altKey, metaKey, shiftKey } = event;
  if (ctrlKey || altKey || metaKey || shiftKey || (key !== "Enter" && key !== " ")) return;
  if (target instanceof Element && target.matches("summary, a")) event.stopPropagation();
}
