import { escapeMarkup } from "../../display/escape.ts";
import type { MimeBundle } from "../../display/mime/mime.ts";
import { type Table, table } from "../../display/table/table.ts";
import { accuracyMargin } from "../analysis/accuracy-margin.ts";
import { type Candidate, type Exclusion, meets, type Relaxation } from "./candidates.ts";
import { type CheckedConstraints, type Limit, type Preference } from "./constraints.ts";

/** The word for the best of the models that fit. */
export const superlatives: Record<Preference, string> = {
  accurate: "most accurate",
  fast: "fastest",
  small: "smallest",
};

/** A model's name in Markdown, as bold code. */
export function nameInMarkdown(model: string): string {
  return `**\`${model}\`**`;
}

/** A model with its image size, accuracy, time and size, as far as they are known. */
export function figuresInWords(
  { model, imgSize, top1, secs, sizeMiB }: Candidate,
  name: (model: string) => string,
): string {
  const figures = [
    ...(top1 === null ? [] : [`${top1.toFixed(2)} %`]),
    ...(secs === null ? [] : [`${threeDigits(secs * 1000)} ms per image`]),
    ...(sizeMiB === null ? [] : [`${sizeMiB.toFixed(1)} MiB`]),
  ];
  return `${name(model)}${imgSize === null ? "" : ` at ${imgSize} px`} (${figures.join(", ")})`;
}

/** A sentence about models too close in accuracy to rank; an empty string if there are none. */
export function tiesInWords(ties: readonly Candidate[], { top1 }: Candidate, name: (model: string) => string): string {
  const [model, ...others] = new Set(ties.map((one) => one.model));
  if (model === undefined || top1 === null) return "";
  const margin = accuracyMargin(top1).toFixed(2);
  const who = others.length === 0 ? `${name(model)} is` : `${others.length + 1} others are`;
  return ` ${who} within its margin of ±${margin} points: too close to rank.`;
}

/** The words for a limit: its quantity, the unit, the factor from the limit's own unit to that one, and the limit. */
const words: Record<Limit, { noun: string; unit: string; times?: number; limit: (amount: string) => string }> = {
  minTop1: { noun: "accuracy", unit: "%", limit: (amount) => `at least ${amount} top-1 accuracy` },
  maxSecs: { noun: "time", unit: "ms", times: 1000, limit: (amount) => `at most ${amount} per image` },
  maxParams: { noun: "parameters", unit: "million", limit: (amount) => `at most ${amount} parameters` },
  maxSizeMiB: { noun: "size", unit: "MiB", limit: (amount) => `at most ${amount}` },
  imgSize: { noun: "image size", unit: "px", limit: (amount) => `images of ${amount}` },
};

/** The quantity that a limit limits, such as `accuracy`. */
export function nounOf(limit: Limit): string {
  return words[limit].noun;
}

/** The constraints in words, `at least 80 % top-1 accuracy, at most 1 ms per image`; undefined if there are none. */
export function limitsInWords({ limits, device }: CheckedConstraints): string | undefined {
  const parts = limits.map(({ name, value }) => words[name].limit(`${inUnit(name, value)} ${words[name].unit}`));
  if (device !== undefined) parts.push(`on ${device}`);
  return parts.length === 0 ? undefined : parts.join(", ");
}

/** A change to a constraint: `lowering the accuracy from 90 to 88.6 % (by 1.4 points)`. */
export function changeInWords(change: Relaxation): string {
  const { constraint, asked, needed } = change;
  const verb = constraint === "imgSize" ? "changing" : constraint === "minTop1" ? "lowering" : "raising";
  const to = `${inUnit(constraint, enough(constraint, needed))} ${words[constraint].unit}`;
  return `${verb} the ${nounOf(constraint)} from ${inUnit(constraint, asked)} to ${to} (by ${amountInWords(change)})`;
}

/** A limit's value in the unit that people use. */
function inUnit(limit: Limit, value: number): string {
  return plain(value * (words[limit].times ?? 1), 4);
}

/** The size of a change: percentage points for an accuracy, which is itself in per cent; otherwise per cent. */
function amountInWords({ constraint, asked, needed, share }: Relaxation): string {
  if (constraint !== "minTop1") return `${plain(share * 100, 2)} %`;
  const points = plain(asked - enough(constraint, needed), 2);
  return points === "1" ? "1 point" : `${points} points`;
}

/**
 * Models as a table, with a unit in each header. With `tied`, a column marks the models in it, which are
 * too close to rank.
 */
export function candidateTable(
  models: readonly Candidate[],
  caption: string | undefined,
  tied?: ReadonlySet<Candidate>,
): Table {
  const hasTies = tied !== undefined && tied.size > 1;
  const rows = models.map((candidate) => ({
    model: candidate.model,
    family: candidate.family,
    image: candidate.imgSize,
    "top-1": candidate.top1,
    ...(hasTies ? { "near tie": tied.has(candidate) ? "≈" : "" } : {}),
    time: candidate.secs === null ? null : candidate.secs * 1000,
    parameters: candidate.params,
    size: candidate.sizeMiB,
  }));
  return table(rows, {
    ...(caption === undefined ? {} : { caption }),
    rows: models.length,
    units: { image: "px", "top-1": "%", time: "ms", parameters: "M", size: "MiB" },
    formats: { "top-1": fixed(2), time: (value) => threeDigits(Number(value)), parameters: fixed(2), size: fixed(1) },
  });
}

/** A table of the number of rows that each constraint left out. */
export function exclusionTable(exclusions: readonly Exclusion[]): Table {
  const rows = exclusions.map(({ constraint, models, alone }) => ({
    constraint: nounOf(constraint),
    "left out": models,
    "by it alone": alone,
  }));
  return table(rows, { caption: "Rows that a constraint left out" });
}

/** A table of the value of each constraint that would let a model in on its own. */
export function relaxationTable(relaxations: readonly Relaxation[]): Table {
  const rows = relaxations.map((change) => ({
    constraint: nounOf(change.constraint),
    asked: `${inUnit(change.constraint, change.asked)} ${words[change.constraint].unit}`,
    needed: `${inUnit(change.constraint, enough(change.constraint, change.needed))} ${words[change.constraint].unit}`,
    change: amountInWords(change),
    "lets in": change.model,
  }));
  return table(rows, { caption: "Each constraint, if it alone gave way" });
}

/** Sentences and tables one after the other, as HTML and as text. */
export function partsAsBundle(parts: readonly (string | Table)[]): MimeBundle["data"] {
  const html = parts.map((part) => (typeof part === "string" ? `<p>${escapeMarkup(part)}</p>` : part.html()));
  return { "text/html": html.join("\n"), "text/plain": partsAsText(parts) };
}

/** Sentences and tables one after the other, as text. */
export function partsAsText(parts: readonly (string | Table)[]): string {
  return parts.map((part) => (typeof part === "string" ? part : part.text())).join("\n\n");
}

function fixed(digits: number): (value: unknown) => string {
  return (value) => Number(value).toFixed(digits);
}

/** A number with three significant digits: 0.0504, 12.8, 2380. */
function threeDigits(value: number): string {
  return value < 100 ? value.toPrecision(3) : plain(value, 3);
}

/** A number with so many significant digits, without an exponent where that stays short. */
function plain(value: number, digits: number): string {
  return String(Number(value.toPrecision(digits)));
}

/** A limit rounded to four significant digits, in the direction that still lets the model in. */
function enough(constraint: Limit, needed: number): number {
  const rounded = Number(needed.toPrecision(4));
  if (constraint === "imgSize" || meets(constraint, rounded, needed)) return rounded;
  const step = 10 ** (Math.floor(Math.log10(needed)) - 3);
  return Number((rounded + (constraint === "minTop1" ? -step : step)).toPrecision(4));
}
