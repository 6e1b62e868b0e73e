import type { CellResult, NotebookResult, RunResult } from "../run/results.ts";
import { workflowCommand } from "../util/programs/workflow-command.ts";
import { outcomesOf } from "./cells/cell-outcomes.ts";
import { problemText } from "./problem-text.ts";

/** The facts about files that annotations need: their paths in the repository, and the lines of their cells. */
export type AnnotationPlaces = {
  /** A notebook's path from the root of the repository, with slashes. */
  readonly pathOf: (result: NotebookResult) => string;
  /** The line of the notebook's file that holds a line of a cell, both counted from 1; undefined when it is not known. */
  readonly lineOf: (result: NotebookResult, cell: CellResult, line: number) => number | undefined;
};

/** The problems of a run as workflow commands, one line each, which GitHub shows beside the lines of the notebooks. */
export function annotationsOf(
  { notebooks }: Pick<RunResult, "notebooks">,
  places: AnnotationPlaces,
): readonly string[] {
  return notebooks.flatMap((result) => {
    const file = places.pathOf(result);
    const faults = outcomesOf(result).filter(({ message }) => message !== undefined);
    const hasNone = result.comparison?.hasStored === false;
    if (faults.length === 0 || hasNone) {
      const problem = problemText(result);
      return problem === undefined ? [] : [workflowCommand("error", { file, title: result.label }, problem)];
    }
    return faults.map(({ cell, title, line, message = "", details }) => {
      const place = line === undefined ? title : `${title}, line ${line}`;
      const fileLine = places.lineOf(result, cell, line ?? 1);
      return workflowCommand(
        "error",
        { file, line: fileLine, title: `${result.label}, ${place}` },
        [message, ...details].join("\n"),
      );
    });
  });
}
