import { escapeMarkup } from "../../display/escape.ts";
import type { MimeBundle } from "../../display/mime.ts";
import { type Table, table } from "../../display/table/table.ts";
import { type Candidate, type Exclusion, meets, type Relaxation } from "./candidates.ts";
import { type CheckedConstraints, type Limit, type Preference, unitOf } from "./constraints.ts";

/** The word for the best of the models that fit. */
export const superlatives: Record<Preference, string> = {
  accurate: "most accurate",
  fast: "fastest",
  small: "smallest",
};

/** A model with its image size, accuracy, time and size, as far as they are known. */
export function figuresInWords({ model, imgSize, top1, secs, sizeMiB }: Candidate): string {
  const figures = [
    ...(top1 === null ? [] : [`${top1.toFixed(2)} %`]),
    ...(secs === null ? [] : [`${threeDigits(secs * 1000)} ms per image`]),
    ...(sizeMiB === null ? [] : [`${sizeMiB.toFixed(1)} MiB`]),
  ];
  return `${model}${imgSize === null ? "" : ` at ${imgSize} px`} (${figures.join(", ")})`;
}

/** The constraints in words: `minTop1 80 %, maxSecs 0.001 s`. */
export function wishInWords({ limits, device }: CheckedConstraints): string {
  const parts = limits.map(({ name, value }) => `${name} ${plain(value, 4)} ${unitOf(name)}`);
  if (device !== undefined) parts.push(`device ${device}`);
  return parts.length === 0 ? "no constraint" : parts.join(", ");
}

/** A change to a constraint: `lowering minTop1 from 90 to 88.6 % (by 1.6 %)`. */
export function changeInWords({ constraint, asked, needed, share }: Relaxation): string {
  const verb = constraint === "imgSize" ? "changing" : constraint === "minTop1" ? "lowering" : "raising";
  const by = `by ${plain(share * 100, 2)} %`;
  return `${verb} ${constraint} from ${plain(asked, 4)} to ${enough(constraint, needed)} ${unitOf(constraint)} (${by})`;
}

/** Models as a table, with a unit in each header. */
export function candidateTable(models: readonly Candidate[], caption: string): Table {
  const rows = models.map(({ model, family, imgSize, top1, secs, params, sizeMiB }) => ({
    model,
    family,
    image: imgSize,
    "top-1": top1,
    time: secs === null ? null : secs * 1000,
    parameters: params,
    size: sizeMiB,
  }));
  return table(rows, {
    caption,
    rows: models.length,
    units: { image: "px", "top-1": "%", time: "ms", parameters: "M", size: "MiB" },
    formats: { "top-1": fixed(2), time: (value) => threeDigits(Number(value)), parameters: fixed(2), size: fixed(1) },
  });
}

/** How many models each constraint left out. */
export function exclusionTable(exclusions: readonly Exclusion[]): Table {
  const rows = exclusions.map(({ constraint, models, alone }) => ({
    constraint,
    "left out": models,
    "by it alone": alone,
  }));
  return table(rows, { caption: "Models that a constraint left out" });
}

/** The value of each constraint that would let a model in on its own. */
export function relaxationTable(relaxations: readonly Relaxation[]): Table {
  const rows = relaxations.map(({ constraint, asked, needed, share, model }) => ({
    constraint,
    asked: `${plain(asked, 4)} ${unitOf(constraint)}`,
    needed: `${enough(constraint, needed)} ${unitOf(constraint)}`,
    change: share * 100,
    "lets in": model,
  }));
  return table(rows, {
    caption: "Each constraint, if it alone gave way",
    units: { change: "%" },
    formats: { change: (value) => plain(Number(value), 2) },
  });
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

/** A number with three digits before and after the point together: 0.0504, 12.8, 2380. */
function threeDigits(value: number): string {
  return value < 100 ? value.toPrecision(3) : plain(value, 3);
}

/** A number with so many significant digits, without an exponent where that stays short. */
function plain(value: number, digits: number): string {
  return String(Number(value.toPrecision(digits)));
}

/** A limit rounded to four significant digits, or to the next of them that still lets the model in. */
function enough(constraint: Limit, needed: number): number {
  const rounded = Number(needed.toPrecision(4));
  if (constraint === "imgSize" || meets(constraint, rounded, needed)) return rounded;
  const step = 10 ** (Math.floor(Math.log10(needed)) - 3);
  return Number((rounded + (constraint === "minTop1" ? -step : step)).toPrecision(4));
}
