import type pl from "nodejs-polars";
import { query } from "../../timm/query.ts";
import { type Row, texts } from "../data/read-columns.ts";

const CHOSEN = "^(?:levit|resnetd?|regnetx|vgg|convnext.*|efficientnetv2|beit)$";
const chosen = new RegExp(CHOSEN);

/**
 * The rows of the families that the lesson looks at closely: levit, resnet, resnetd, regnetx, vgg,
 * efficientnetv2, beit and all of convnext.
 *
 * @param frame a frame with a text column `family`.
 * @returns a frame of the same columns with the rows in the same order.
 * @throws {ColumnError} when there is no text column `family`.
 * @example
 * subset(await getData("infer")).height; // 61 on the tables of July 2022
 */
export function subset<Columns extends Record<string, pl.DataType>>(
  frame: pl.DataFrame<Columns>,
): pl.DataFrame<Columns> {
  texts(frame, "family");
  return query(frame, `SELECT * FROM t WHERE family ~ '${CHOSEN}'`);
}

/** True for a row of {@link subset}. */
export function isChosen({ family }: Row): boolean {
  return typeof family === "string" && chosen.test(family);
}
