import type pl from "nodejs-polars";
import { polars } from "../../util/polars.ts";
import { records, type Row } from "../data/columns.ts";

/** The reader's models among timm's. */
export type Placement = {
  /**
   * A row for each of the reader's models: `model`, `secs` (seconds per image), `top1` (per cent; timm's where the
   * reader has none and the name is the same), `faster_than` (the share of timm's models that are slower) and
   * `beaten_by` (the number of timm's that are faster and at least as accurate; null without an accuracy).
   */
  readonly models: pl.DataFrame;
  /**
   * The reader's time divided by timm's for the same model: the median over the models that both have timed; null when
   * there are none.
   */
  readonly factor: number | null;
  /** The number of models that both have timed. */
  readonly common: number;
};

type Timed = { readonly model: string; readonly secs: number; readonly top1: number | null };

/**
 * Places the reader's measurements among timm's. Times on two machines are not comparable: `factor` says by how
 * much they differ for the models that both have.
 *
 * @param timm a frame of {@link getData}.
 * @param own a frame of {@link readMeasurements} or {@link measureOnnx}.
 * @throws {ColumnError} when a column is missing or of another type.
 * @example
 * const timm = await getData("infer");
 * const { models, factor } = placeAmong(timm, timm.head(3));
 * factor; // 1, for these are timm's own
 */
export function placeAmong(timm: pl.DataFrame, own: pl.DataFrame): Placement {
  const [theirs, mine] = [timedIn(timm), timedIn(own)];
  const known = new Map(
    theirs.flatMap((one): [string, Timed][] => [
      [one.model, one],
      [baseName(one.model), one],
    ]),
  );
  const partnerOf = ({ model }: Timed): Timed | undefined => known.get(model) ?? known.get(baseName(model));
  const rows = mine.map((one) => {
    const top1 = one.top1 ?? partnerOf(one)?.top1 ?? null;
    const faster = theirs.filter(({ secs }) => secs < one.secs);
    return {
      model: one.model,
      secs: one.secs,
      top1,
      faster_than: theirs.length === 0 ? null : theirs.filter(({ secs }) => secs > one.secs).length / theirs.length,
      beaten_by: top1 === null ? null : faster.filter((other) => other.top1 !== null && other.top1 >= top1).length,
    };
  });
  const factors = mine.flatMap((one) => {
    const partner = partnerOf(one);
    return partner === undefined ? [] : [one.secs / partner.secs];
  });
  return { models: polars.DataFrame(rows), factor: median(factors), common: factors.length };
}

/** A model's name without timm's tag for its weights: `resnet18` for `resnet18.a1_in1k`. */
function baseName(model: string): string {
  return model.split(".")[0] ?? model;
}

function timedIn(frame: pl.DataFrame): Timed[] {
  const rows = records(frame, { text: ["model"], number: ["secs", "top1"] });
  return rows.flatMap((row) => {
    const { model, secs } = row;
    return typeof model === "string" && typeof secs === "number" ? [{ model, secs, top1: top1Of(row) }] : [];
  });
}

function top1Of({ top1 }: Row): number | null {
  return typeof top1 === "number" ? top1 : null;
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
