import type { Dependency, DependencyGraph } from "./dependencies.ts";

/** A cell of a notebook with its current source. */
export type GraphCell = { readonly id: string; readonly source: string };

/** The latest run of a cell. */
export type CellRun = {
  readonly source: string;
  /** The execution count, shown as `[n]`. */
  readonly count: number;
  /** Grows with each run of a cell. */
  readonly order: number;
  /** The start of the run, in milliseconds since 1970. */
  readonly startedAt: number;
  readonly failed: boolean;
};

/**
 * `fresh`: its values are those that a run from top to bottom would give, as far as names show. `stale`: a cell that it
 * depends on is not fresh or ran after it, or a file that it imports changed after it ran.
 */
export type CellState = {
  readonly state: "fresh" | "never-run" | "edited" | "failed" | "stale";
  /** The reason as a sentence; empty for a fresh cell. */
  readonly why: string;
};

const FRESH: CellState = { state: "fresh", why: "" };
const NEVER_RUN: CellState = { state: "never-run", why: "This cell has not run since the kernel started." };
const EDITED: CellState = { state: "edited", why: "This cell was edited after it ran." };
const FAILED: CellState = { state: "failed", why: "The latest run of this cell failed." };

/**
 * The states of a notebook's cells, in order, given the latest runs of its cells by id.
 *
 * @param changedFile returns the name of a file that a cell imports and that changed after its run; undefined when
 * there is none.
 */
export function cellStates(
  cells: readonly GraphCell[],
  { dependencies }: DependencyGraph,
  runs: ReadonlyMap<string, CellRun>,
  changedFile: (at: number, run: CellRun) => string | undefined = () => undefined,
): CellState[] {
  const states = cells.map(({ id, source }, at) => {
    const run = runs.get(id);
    const own = ownState(source, run);
    const file = run && own === FRESH ? changedFile(at, run) : undefined;
    return file === undefined
      ? own
      : { state: "stale" as const, why: `This cell uses ${file}, which changed after it ran.` };
  });
  const open = dependencies.filter(({ isLater }) => !isLater);
  for (let changed = true; changed; ) {
    changed = false;
    for (const dependency of open) {
      if (states[dependency.to]?.state !== "fresh") continue;
      const why = staleness(dependency, cells, states, runs);
      if (why === undefined) continue;
      states[dependency.to] = { state: "stale", why };
      changed = true;
    }
  }
  return states;
}

function ownState(source: string, run: CellRun | undefined): CellState {
  if (source.trim() === "") return FRESH;
  if (!run) return NEVER_RUN;
  if (run.source.trim() !== source.trim()) return EDITED;
  return run.failed ? FAILED : FRESH;
}

function staleness(
  { from, to, names }: Dependency,
  cells: readonly GraphCell[],
  states: readonly CellState[],
  runs: ReadonlyMap<string, CellRun>,
): string | undefined {
  const [maker, reader] = [runs.get(cells[from]?.id ?? ""), runs.get(cells[to]?.id ?? "")];
  const isNewer = (maker?.order ?? 0) > (reader?.order ?? 0);
  const what = STANDINGS[states[from]?.state ?? "fresh"] ?? (isNewer ? "ran after this cell" : undefined);
  if (what === undefined) return undefined;
  const [last = "", ...others] = names.toReversed();
  const list = others.length === 0 ? last : `${others.toReversed().join(", ")} and ${last}`;
  const verb = names.length === 1 ? "comes" : "come";
  return `${list} ${verb} from ${maker ? `cell [${maker.count}]` : "a cell"}, which ${what}.`;
}

const STANDINGS: Readonly<Record<CellState["state"], string | undefined>> = {
  edited: "was edited",
  failed: "failed",
  "never-run": "has not run",
  stale: "is stale itself",
  fresh: undefined,
};
