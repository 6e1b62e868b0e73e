import type { Row } from "../data/read-columns.ts";
import type { ChartChannel } from "./spec.ts";

type NonEmpty = readonly [string, ...string[]];

// Vega's default colours, Tableau 10, without their grey: legible on white and on dark grey.
const COLOURS: NonEmpty = [
  "#4c78a8",
  "#f58518",
  "#e45756",
  "#72b7b2",
  "#54a24b",
  "#eeca3b",
  "#b279a2",
  "#ff9da6",
  "#9d755d",
];
const SHAPES: NonEmpty = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right"];
/** The number of different looks: colours and shapes cycle together, and their counts have no common factor. */
const LOOKS = COLOURS.length * SHAPES.length;
const REST = "#8a8a8a";
const LONGEST_LEGEND = 30;
const LONGEST_COLUMN = 24;

// The lesson's families keep their look in every chart. The nine of its subset come first, each with
// a colour of its own; those that repeat a colour lie far from its first holder.
const LESSON = [
  "beit",
  "levit",
  "convnext_in22",
  "convnext",
  "resnet",
  "regnetx",
  "efficientnetv2",
  "resnetd",
  "vgg",
  "regnety",
  "regnetz",
  "repvgg",
  "crossvit",
  "resnetv2",
  "resnetrs",
  "efficientnet",
  "mobilevit",
  "vit",
  "convit",
  "resnetv2d",
  "regnetv",
  "resnetblur",
];

/** The number of rows of each family, most first; families with equal counts keep the order of the rows. */
export function countFamilies(rows: readonly Row[]): { family: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { family } of rows) {
    if (typeof family === "string") counts.set(family, (counts.get(family) ?? 0) + 1);
  }
  return [...counts].map(([family, count]) => ({ family, count })).toSorted((a, b) => b.count - a.count);
}

/** The colour, shape and legend entry by which a chart distinguishes families. */
export type FamilyKey = {
  readonly field: "family" | "legend";
  /** The legend entry of a family. */
  readonly entryOf: (family: string | null) => string | null;
  readonly color: ChartChannel<"color">;
  readonly shape: ChartChannel<"shape">;
};

/**
 * The key to the families in the rows. Colours alone cannot serve 22 families, so each also has a
 * shape: families that share a colour never share a shape (nine and seven have no common factor).
 * If a legend cannot hold all families, the rarest share one grey entry.
 */
export function familyKey(rows: readonly Row[]): FamilyKey {
  const counts = countFamilies(rows);
  const crowded = counts.length > LONGEST_LEGEND;
  const named = counts.slice(0, crowded ? LONGEST_LEGEND - 1 : LONGEST_LEGEND).map(({ family }) => family);
  const places = placesOf(named);
  const domain = named.toSorted();
  const colours = domain.map((family) => cycle(COLOURS, places.get(family) ?? 0));
  const shapes = domain.map((family) => cycle(SHAPES, places.get(family) ?? 0));
  const rest = `${counts.length - named.length} others`;
  if (crowded) {
    domain.push(rest);
    colours.push(REST);
    shapes.push("circle");
  }
  const field = crowded ? "legend" : "family";
  const legend = {
    title: ["Family (click to select,", "shift-click for several)"],
    symbolLimit: domain.length,
    symbolOpacity: 1,
    columns: domain.length > LONGEST_COLUMN ? 2 : 1,
  };
  const known = new Set(named);
  return {
    field,
    entryOf: (family) => (family === null || known.has(family) || !crowded ? family : rest),
    color: { field, type: "nominal", legend, scale: { domain, range: colours } },
    shape: { field, type: "nominal", legend, scale: { domain, range: shapes } },
  };
}

/**
 * The place of each family in the cycle of colours and shapes: fixed for the lesson's families,
 * for others derived from the name, or the next free one, so that charts of two devices look alike.
 */
function placesOf(families: readonly string[]): Map<string, number> {
  const places = new Map(LESSON.map((family, place) => [family, place]));
  const taken = new Set(places.values());
  for (const family of families.toSorted()) {
    if (places.has(family)) continue;
    let place = hash(family) % LOOKS;
    while (taken.has(place)) place = (place + 1) % LOOKS;
    taken.add(place);
    places.set(family, place);
  }
  return places;
}

function hash(text: string): number {
  let value = 0;
  for (const character of text) value = (value * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
  return value;
}

/** The value at an index of a list that starts over at its end. */
function cycle(list: NonEmpty, index: number): string {
  return list[index % list.length] ?? list[0];
}
