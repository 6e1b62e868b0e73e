import type pl from "nodejs-polars";
import { type Candidate, candidates, figure, meets, type Rejected, type Relaxation } from "./candidates.ts";
import { checkFrame, texts } from "../data/read-columns.ts";
import {
  type CheckedConstraints,
  type Constraints,
  ConstraintError,
  checkConstraints,
  type Limit,
} from "./constraints.ts";
import { takeRows } from "../analysis/frontier.ts";
import { Found, type ModelPick, NoneFits } from "./model-pick.ts";

/**
 * Picks one model of a frame: of those that meet every constraint, the most accurate, the fastest or
 * the smallest. The answer also holds the runners-up, the models on the frontier among those that fit,
 * and for each model left out the constraints that it missed. If no model fits, the answer says which
 * constraint is the tightest: the one that lets a model in with the smallest change, as a share of
 * the figure asked for.
 *
 * @param frame a frame of getData: `model`, `family`, `top1` (per cent), `secs` (seconds per image),
 *   parameters (millions: `param_count_y`, of the model that was validated, else `param_count_x`) and
 *   an image size (pixels).
 * @param constraints limits in the units above; sizes of weights in MiB (parameters x 4 / 2^20).
 *   Without any, the most accurate model of the frame is picked.
 * @returns `Found` or `NoneFits`, distinguished by `kind`; both show themselves in a notebook.
 * @throws {ConstraintError} when a constraint is unknown, not a number, out of range, or names a device
 *   that the frame does not have.
 * @throws {ColumnError} when a column is missing or of another type.
 * @example
 * const pick = pickModel(await getData("infer"), { minTop1: 80, maxSecs: 0.0005, prefer: "fast" });
 * if (pick.kind === "found") console.log(pick.recommendation.model);
 */
export function pickModel(frame: pl.DataFrame, constraints: Constraints = {}): ModelPick {
  checkFrame(frame);
  const asked = checkConstraints(constraints);
  const all = candidates(onDevice(frame, asked));
  const fitting: Candidate[] = [];
  const rejected: Rejected[] = [];
  for (const candidate of all) {
    const missed = missedBy(candidate, asked);
    if (missed.length === 0 && isMeasured(candidate)) fitting.push(candidate);
    else rejected.push({ candidate, missed });
  }
  const [best, ...others] = fitting.toSorted(orders[asked.prefer]);
  return best === undefined
    ? new NoneFits(asked, rejected, leastRelaxations(rejected, asked), nearest(rejected, asked))
    : new Found(asked, [best, ...others], rejected);
}

const unknownLast = (value: number | null): number => value ?? Number.POSITIVE_INFINITY;
const byAccuracy = (a: Candidate, b: Candidate): number => (b.top1 ?? 0) - (a.top1 ?? 0);
const byTime = (a: Candidate, b: Candidate): number => unknownLast(a.secs) - unknownLast(b.secs);
const byParams = (a: Candidate, b: Candidate): number =>
  a.params === b.params ? 0 : unknownLast(a.params) - unknownLast(b.params);

const orders = {
  accurate: (a: Candidate, b: Candidate) => byAccuracy(a, b) || byTime(a, b) || byParams(a, b),
  fast: (a: Candidate, b: Candidate) => byTime(a, b) || byAccuracy(a, b) || byParams(a, b),
  small: (a: Candidate, b: Candidate) => byParams(a, b) || byAccuracy(a, b) || byTime(a, b),
};

function onDevice(frame: pl.DataFrame, { device }: CheckedConstraints): pl.DataFrame {
  if (device === undefined) return frame;
  if (!frame.columns.includes("device")) {
    throw new ConstraintError(
      "device",
      `got "${device}" for a frame that does not say where it was timed`,
      'Add a column "device" to the frame, or leave the constraint out',
    );
  }
  const timedOn = texts(frame, "device");
  const rows = timedOn.flatMap((name, row) => (name === device ? [row] : []));
  if (rows.length === 0) {
    const present = [...new Set(timedOn)].map((name) => `"${name}"`).join(", ");
    throw new ConstraintError("device", `got "${device}", but the frame has no row for it`, `Use ${present}`);
  }
  return takeRows(frame, rows);
}

function isMeasured({ top1, secs }: Candidate): boolean {
  return top1 !== null && secs !== null;
}

function missedBy(candidate: Candidate, { limits }: CheckedConstraints): Limit[] {
  return limits.flatMap(({ name, value }) => {
    const got = figure(candidate, name);
    return got !== null && meets(name, value, got) ? [] : [name];
  });
}

/** The constraints to relax, and by how much, to let a model in; undefined for a model that was never measured. */
function relaxations({ candidate, missed }: Rejected, { limits }: CheckedConstraints): Relaxation[] | undefined {
  if (!isMeasured(candidate)) return undefined;
  const changes: Relaxation[] = [];
  for (const { name, value } of limits) {
    if (!missed.includes(name)) continue;
    const needed = figure(candidate, name);
    if (needed === null) return undefined;
    changes.push({
      constraint: name,
      asked: value,
      needed,
      share: Math.abs(needed - value) / value,
      model: candidate.model,
    });
  }
  return changes;
}

/** The smallest change to each constraint that could let a model in on its own, smallest first. */
function leastRelaxations(rejected: readonly Rejected[], asked: CheckedConstraints): Relaxation[] {
  const least = new Map<Limit, Relaxation>();
  for (const one of rejected) {
    const [change, ...more] = relaxations(one, asked) ?? [];
    if (change === undefined || more.length > 0) continue;
    const known = least.get(change.constraint);
    if (known === undefined || change.share < known.share) least.set(change.constraint, change);
  }
  return [...least.values()].toSorted((a, b) => a.share - b.share);
}

/** The model that needs the least change over all constraints together. */
function nearest(rejected: readonly Rejected[], asked: CheckedConstraints): Relaxation[] {
  let best: { changes: Relaxation[]; sum: number } | undefined;
  for (const one of rejected) {
    const changes = relaxations(one, asked);
    if (changes === undefined) continue;
    const sum = changes.reduce((total, { share }) => total + share, 0);
    if (best === undefined || sum < best.sum) best = { changes, sum };
  }
  return (best?.changes ?? []).toSorted((a, b) => b.share - a.share);
}
