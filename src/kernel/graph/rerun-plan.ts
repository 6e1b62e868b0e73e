import { circlesIn, nextCells, reached } from "./circles.ts";
import type { CellRun, CellState, GraphCell } from "./cell-states.ts";
import type { DependencyGraph } from "./dependencies.ts";

/** The cells to run, in order, and the circles of cells that are left out, both as places in the notebook from 0. */
export type RerunPlan = { readonly order: readonly number[]; readonly circles: readonly (readonly number[])[] };

/** A notebook with the latest runs of its cells. */
export type NotebookRuns = {
  readonly cells: readonly GraphCell[];
  readonly graph: DependencyGraph;
  readonly states: readonly CellState[];
  readonly runs: ReadonlyMap<string, CellRun>;
};

/** Plans a run of the cells that are stale, edited or failed, and of the cells without a run that they need. */
export function stalePlan(session: NotebookRuns): RerunPlan {
  const { states, graph } = session;
  const wanted = new Set(placesOf(states, ["edited", "failed", "stale"]));
  for (const at of wanted) {
    for (const { from, to, isLater } of graph.dependencies) {
      if (to === at && !isLater && states[from]?.state === "never-run") wanted.add(from);
    }
  }
  return planOf(wanted, session);
}

/**
 * Plans the automatic run of cells after others ran: the stale cells that depend on them and have run before. Cells
 * that depend on a cell that was edited, failed or has not run wait for it.
 *
 * @param after the ids of the cells that ran.
 */
export function reactivePlan(session: NotebookRuns, after: readonly string[]): RerunPlan {
  const { cells, graph, states, runs } = session;
  const next = nextCells(graph.dependencies);
  const starts = cells.flatMap(({ id }, at) => (after.includes(id) ? [at] : []));
  const blocked = new Set(placesOf(states, ["edited", "failed", "never-run"]).flatMap((at) => [...reached(at, next)]));
  const wanted = new Set<number>();
  for (const at of new Set(starts.flatMap((start) => [...reached(start, next)]))) {
    const isRun = runs.has(cells[at]?.id ?? "");
    if (isRun && states[at]?.state === "stale" && !blocked.has(at)) wanted.add(at);
  }
  return planOf(wanted, session);
}

function placesOf(states: readonly CellState[], wanted: readonly CellState["state"][]): number[] {
  return states.flatMap(({ state }, at) => (wanted.includes(state) ? [at] : []));
}

function planOf(wanted: Set<number>, session: NotebookRuns): RerunPlan {
  addMakers(wanted, session);
  const { dependencies } = session.graph;
  const circles = circlesIn(dependencies).filter((circle) => circle.some((at) => wanted.has(at)));
  const next = nextCells(dependencies);
  for (const circle of circles) for (const at of circle) for (const one of reached(at, next)) wanted.delete(one);
  const order: number[] = [];
  const open = [...wanted].toSorted((a, b) => a - b);
  const isReady = (at: number): boolean =>
    !dependencies.some(({ from, to, isLater }) => to === at && !isLater && from !== at && open.includes(from));
  while (open.length > 0) {
    const at = open.splice(Math.max(open.findIndex(isReady), 0), 1);
    order.push(...at);
  }
  return { order, circles };
}

/**
 * Adds the cells that made the values that a wanted cell changes in place: on an already changed value, the cell would
 * make its change twice. All cells that depend on the added cells are added too, if they have run.
 */
function addMakers(wanted: Set<number>, { cells, graph, runs }: NotebookRuns): void {
  const runOf = (at: number): CellRun | undefined => runs.get(cells[at]?.id ?? "");
  const next = nextCells(graph.dependencies);
  for (const at of wanted) {
    const own = runOf(at);
    if (!own) continue;
    for (const { from, to, names, isLater } of graph.dependencies) {
      if (to !== at || isLater || !names.some((name) => graph.changed[at]?.has(name))) continue;
      const maker = runOf(from);
      if (!maker || maker.order > own.order) continue;
      for (const one of reached(from, next)) if (runOf(one)) wanted.add(one);
    }
  }
}
