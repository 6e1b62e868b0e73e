import type pl from "nodejs-polars";
import { numbers } from "../data/read-columns.ts";
import { accuracyMargin, VALIDATION_IMAGES } from "./accuracy-margin.ts";
import { takeRows } from "./frontier.ts";

/**
 * True when two accuracies are too close to rank: apart by no more than the margin of the higher one.
 *
 * @param a an accuracy, in per cent.
 * @param b another, on the same images.
 * @param images the number of images, as in {@link accuracyMargin}; 50,000 by default.
 * @throws {MarginError} for the same reasons as accuracyMargin.
 * @example
 * isNearTie(85.2, 85); // true
 */
export function isNearTie(a: number, b: number, images: number = VALIDATION_IMAGES): boolean {
  return Math.abs(a - b) <= accuracyMargin(Math.max(a, b), images);
}

/**
 * The rows that are hardly more accurate than the row before them: on a frontier, models that cost more
 * time for a gain too small to be sure of.
 *
 * @param frame a frame with `top1` (per cent), such as a {@link frontier}; rows without one are left out.
 * @param images the number of images, as in {@link accuracyMargin}; 50,000 by default.
 * @returns the rows that are a near tie with the row before them: the same columns, in the same order.
 * @throws {ColumnError} when there is no column `top1` of numbers.
 * @example
 * nearTies(frontier(await getData("infer"))); // 7 of 19 rows
 */
export function nearTies(frame: pl.DataFrame, images?: number): pl.DataFrame {
  const top1 = numbers(frame, "top1");
  const rows = top1.flatMap((own, row) => {
    const before = top1[row - 1];
    return typeof own === "number" && typeof before === "number" && isNearTie(own, before, images) ? [row] : [];
  });
  return takeRows(frame, rows);
}
