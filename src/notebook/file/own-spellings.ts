import { isJsonObject } from "../../jupyter/json.ts";
import { spelledAs, type Spellings, spellingsBelow } from "../../jupyter/spellings.ts";
import type { Cell, Notebook, Output } from "../types.ts";

const NONE: Spellings = new Map();

/**
 * The notebook with the spellings of its layout also in its outputs and in the state of its widgets, which go from one
 * notebook into another.
 */
export function withOwnSpellings(notebook: Notebook): Notebook {
  const numbers = notebook.layout?.numbers ?? NONE;
  const ofOutputs = spellingsByOutput(numbers);
  const cells = notebook.cells.map((cell) => withSpellings(cell, ofOutputs));
  const { widgets } = notebook.metadata;
  if (!isJsonObject(widgets)) return { ...notebook, cells };
  const spelled = spelledAs(widgets, spellingsBelow("/metadata/widgets", numbers));
  return { ...notebook, metadata: { ...notebook.metadata, widgets: spelled }, cells };
}

function withSpellings(cell: Cell, ofOutputs: ReadonlyMap<string, Spellings>): Cell {
  if (cell.cell_type !== "code") return cell;
  const outputs = cell.outputs.map((output, index): Output => {
    if (!("data" in output)) return output;
    return spelledAs(output, ofOutputs.get(`/cells/${cell.id}/outputs/${index}`) ?? NONE);
  });
  return { ...cell, outputs };
}

/** The spellings in each output that has some, by its place in the notebook. */
function spellingsByOutput(numbers: Spellings): ReadonlyMap<string, Spellings> {
  const found = new Map<string, Map<string, string>>();
  for (const [path, text] of numbers) {
    const [, output, place] = /^(\/cells\/[^/]+\/outputs\/\d+)(\/.*)$/.exec(path) ?? [];
    if (output === undefined || place === undefined) continue;
    const ofOutput = found.get(output) ?? new Map<string, string>();
    found.set(output, ofOutput.set(place, text));
  }
  return found;
}
