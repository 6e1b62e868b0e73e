import { type CellFinding, nameStart } from "../findings/cell-finding.ts";
import type { CheckSubject } from "../subject.ts";
import { checkParameters } from "./check-parameters.ts";
import { checkedParametersCell } from "./declaring-module.ts";
import { topLevelVariables } from "./top-level-variables.ts";

/** The findings in cells that set parameters, tagged `injected-parameters` as papermill does. */
export async function injectedFindings(subject: CheckSubject): Promise<CellFinding[]> {
  if (!checkedParametersCell(subject)) return [];
  const injected = subject.cells.filter(({ tags, isMuted }) => tags.includes("injected-parameters") && !isMuted);
  const found = await Promise.all(
    injected.map(async (cell) => {
      const values = topLevelVariables(cell.code).map(({ name, valueText: code = "undefined" }) => ({ name, code }));
      const problems = await checkParameters(subject, values);
      return problems.map(({ name, rule, message }): CellFinding => {
        const start = nameStart(cell.code, name, 0);
        return { cell, start, end: start + name.length, rule, severity: "error", message };
      });
    }),
  );
  return found.flat();
}
