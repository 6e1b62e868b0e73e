import { EditorState, type Extension } from "@codemirror/state";
import { type ImportChange, chosenChanges } from "./chosen-changes.ts";
import { latestProposals } from "./proposals.ts";

/** Writes the import together with the name that was chosen from the completions, as one step to undo. */
export function addImports(model: object): Extension {
  return EditorState.transactionFilter.of((transaction) => {
    const { changes, startState } = transaction;
    if (changes.empty) return transaction;
    const all: ImportChange[] = [];
    changes.iterChanges((from, to, _start, _end, text) => all.push({ from, to, insert: text.toString() }));
    const [change] = all;
    if (!change || all.length > 1) return transaction;
    const chosen = chosenChanges(change, startState.doc.toString(), latestProposals.get(model));
    if (!chosen) return transaction;
    const { changes: written, cursor } = chosen;
    return { changes: [...written], selection: { anchor: cursor }, scrollIntoView: true, userEvent: "input.complete" };
  });
}
