import { inspect } from "node:util";
import { DISPLAY, type MimeBundle } from "../../display/mime/mime.ts";
import { type Markup, md } from "../../display/markup.ts";
import type { Table } from "../../display/table/table.ts";
import { isNearTie } from "../analysis/near-ties.ts";
import type { Candidate, Exclusion, Rejected, Relaxation } from "./candidates.ts";
import type { CheckedConstraints, Preference } from "./constraints.ts";
import { unbeaten } from "../analysis/frontier.ts";
import {
  candidateTable,
  changeInWords,
  exclusionTable,
  figuresInWords,
  nameInMarkdown,
  nounOf,
  partsAsBundle,
  partsAsText,
  relaxationTable,
  superlatives,
  tiesInWords,
  limitsInWords,
} from "./pick-words.ts";

/** The answer of pickModel; `kind` distinguishes the two. */
export type ModelPick = Found | NoneFits;

const RUNNERS_UP = 5;
const FRONTIER_ROWS = 12;

/**
 * Some models fit: one is recommended.
 *
 * @example
 * const pick = pickModel(await getData("infer"), { minTop1: 80 });
 * if (pick instanceof Found) console.log(pick.recommendation.model, pick.runnersUp.length);
 */
export class Found {
  /** Tells this class from {@link NoneFits}. */
  readonly kind = "found";
  /** The constraints that were asked for. */
  readonly asked: CheckedConstraints;
  /** The best model that fits. */
  readonly recommendation: Candidate;
  /** The next five best models that fit. */
  readonly runnersUp: readonly Candidate[];
  /**
   * The other models that fit and whose accuracy is too close to the recommendation's to rank them, by the
   * margin of {@link isNearTie}; empty unless accuracy decides.
   */
  readonly nearTies: readonly Candidate[];
  /** Every model that fits, best first. */
  readonly fitting: readonly Candidate[];
  /** Those of the fitting models that no other fitting one beats on both axes, cheapest first. */
  readonly frontier: readonly Candidate[];
  /** The models that do not fit. */
  readonly rejected: readonly Rejected[];
  /** The number of models that each constraint left out. */
  readonly exclusions: readonly Exclusion[];

  constructor(asked: CheckedConstraints, fitting: readonly [Candidate, ...Candidate[]], rejected: readonly Rejected[]) {
    this.asked = asked;
    this.recommendation = fitting[0];
    this.runnersUp = fitting.slice(1, 1 + RUNNERS_UP);
    this.fitting = fitting;
    this.nearTies = asked.prefer === "accurate" ? tiesOf(fitting) : [];
    this.frontier = unbeatenOf(fitting, asked.prefer);
    this.rejected = rejected;
    this.exclusions = countExclusions(asked, rejected);
  }

  /** The recommendation in a sentence or two. */
  toString(): string {
    return this.#sentences(String);
  }

  /** The recommendation in a sentence or two, as Markdown that notebooks show. */
  get sentence(): Markup {
    return md(this.#sentences(nameInMarkdown));
  }

  /** The form for notebooks. */
  [DISPLAY](): MimeBundle["data"] {
    return partsAsBundle(this.#parts());
  }

  /** The form for consoles. */
  [inspect.custom](): string {
    return partsAsText(this.#parts());
  }

  #sentences(name: (model: string) => string): string {
    const { asked, fitting, recommendation, rejected, nearTies } = this;
    const count = fitting.length + rejected.length;
    const rows = count === 1 ? "one row" : `${count} rows`;
    const limits = limitsInWords(asked);
    const best = superlatives[asked.prefer];
    const opening =
      limits === undefined
        ? `The ${best} of ${rows} is`
        : fitting.length === 1
          ? `Of ${rows}, one fits (${limits}):`
          : `Of ${rows}, ${fitting.length} fit (${limits}). The ${best} is`;
    return `${opening} ${figuresInWords(recommendation, name)}.${tiesInWords(nearTies, recommendation, name)}`;
  }

  #parts(): (string | Table)[] {
    const ranked = [this.recommendation, ...this.runnersUp];
    const tied = this.asked.prefer === "accurate" ? new Set([this.recommendation, ...this.nearTies]) : undefined;
    return [
      this.toString(),
      candidateTable(ranked, "The recommendation and the runners-up", tied),
      candidateTable(this.#shownFrontier(), this.#frontierCaption()),
      ...(this.exclusions.length === 0 ? [] : [exclusionTable(this.exclusions)]),
    ];
  }

  /** The end of the frontier on which the recommendation lies. */
  #shownFrontier(): readonly Candidate[] {
    return this.asked.prefer === "accurate"
      ? this.frontier.slice(-FRONTIER_ROWS)
      : this.frontier.slice(0, FRONTIER_ROWS);
  }

  #frontierCaption(): string {
    const cost = this.asked.prefer === "small" ? "smaller" : "faster";
    const cut = this.frontier.length > FRONTIER_ROWS ? ` (${FRONTIER_ROWS} of ${this.frontier.length})` : "";
    return `Why: no model that fits is both ${cost} and more accurate than one of these${cut}`;
  }
}

/**
 * No model fits: the constraints in the way, and the changes that would let a model in.
 *
 * @example
 * const pick = pickModel(await getData("infer"), { minTop1: 99 });
 * if (pick instanceof NoneFits) console.log(String(pick));
 */
export class NoneFits {
  /** Tells this class from {@link Found}. */
  readonly kind = "none";
  /** The constraints that were asked for. */
  readonly asked: CheckedConstraints;
  /** All models. */
  readonly rejected: readonly Rejected[];
  /** The number of models that each constraint left out. */
  readonly exclusions: readonly Exclusion[];
  /** Each constraint that could let a model in on its own, smallest change first. */
  readonly relaxations: readonly Relaxation[];
  /** The changes that let the nearest model in: one if one is enough, else several, the largest first. */
  readonly nearest: readonly Relaxation[];
  /** The constraint that needs the smallest change, or the largest of several; null when nothing was measured. */
  readonly tightest: Relaxation | null;

  constructor(
    asked: CheckedConstraints,
    rejected: readonly Rejected[],
    alone: readonly Relaxation[],
    together: readonly Relaxation[],
  ) {
    this.asked = asked;
    this.rejected = rejected;
    this.exclusions = countExclusions(asked, rejected);
    this.relaxations = alone;
    this.nearest = alone.length > 0 ? alone.slice(0, 1) : together;
    this.tightest = this.nearest[0] ?? null;
  }

  /** The reason why nothing fits and the changes that would help, in a sentence or two. */
  toString(): string {
    return this.#sentences(String);
  }

  /** The same as Markdown that notebooks show. */
  get sentence(): Markup {
    return md(this.#sentences(nameInMarkdown));
  }

  #sentences(name: (model: string) => string): string {
    const count = this.rejected.length;
    if (count === 0) return "There is no row to pick from.";
    const rows = count === 1 ? "The one row" : `None of ${count} rows`;
    if (this.tightest === null)
      return count === 1 ? `${rows} lacks an accuracy or a time.` : `${rows} has both an accuracy and a time.`;
    const opening = `${rows} ${count === 1 ? "does not fit" : "fits"} (${limitsInWords(this.asked)}).`;
    const changes = this.nearest.map(changeInWords).join(" and ");
    const { constraint, model } = this.tightest;
    return this.nearest.length === 1
      ? `${opening} The tightest constraint is the ${nounOf(constraint)}: ${changes} lets ${name(model)} in.`
      : `${opening} No single constraint is to blame: the nearest model, ${name(model)}, needs ${changes}. The tightest is the ${nounOf(constraint)}.`;
  }

  /** The form for notebooks. */
  [DISPLAY](): MimeBundle["data"] {
    return partsAsBundle(this.#parts());
  }

  /** The form for consoles. */
  [inspect.custom](): string {
    return partsAsText(this.#parts());
  }

  #parts(): (string | Table)[] {
    return [
      this.toString(),
      ...(this.relaxations.length < 2 ? [] : [relaxationTable(this.relaxations)]),
      ...(this.exclusions.length === 0 ? [] : [exclusionTable(this.exclusions)]),
    ];
  }
}

function tiesOf([best, ...others]: readonly [Candidate, ...Candidate[]]): Candidate[] {
  const { top1 } = best;
  if (top1 === null) return [];
  return others.filter((one) => one.model !== best.model && one.top1 !== null && isNearTie(top1, one.top1));
}

function unbeatenOf(fitting: readonly Candidate[], prefer: Preference): Candidate[] {
  const costs = fitting.map((one) => (prefer === "small" ? one.params : one.secs));
  const top1 = fitting.map((one) => one.top1);
  return unbeaten(costs, top1).flatMap((index) => fitting[index] ?? []);
}

function countExclusions({ limits }: CheckedConstraints, rejected: readonly Rejected[]): Exclusion[] {
  return limits.map(({ name }) => {
    const missed = rejected.filter((one) => one.missed.includes(name));
    const alone = missed.filter((one) => one.missed.length === 1).length;
    return { constraint: name, models: missed.length, alone };
  });
}
