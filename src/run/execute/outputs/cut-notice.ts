import { isJsonObject, type JsonObject } from "../../../jupyter/json.ts";

const SAID = {
  cell: "this cell has exceeded --output-bytes or --output-count",
  notebook: "the notebook has exceeded --notebook-output-bytes or --notebook-output-count",
};

/**
 * The notice in place of output beyond a limit.
 *
 * @param limit the limit, which is of a cell or of a notebook.
 * @param content the content of the first message beyond it.
 */
export function cutNotice(limit: keyof typeof SAID, { data }: JsonObject): string {
  const types = isJsonObject(data) ? Object.keys(data) : [];
  const missing = types.length === 0 ? "" : `; the first that is missing has ${types.join(", ")}`;
  return `[output cut: ${SAID[limit]}${missing}]\n`;
}
