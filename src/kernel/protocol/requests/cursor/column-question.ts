import { surroundingsAt } from "./cursor-context.ts";

/** A question for the columns of a frame; `prefix` is the text that the wanted names start with. */
export type ColumnQuestion = {
  /** The expressions that may be frames, the likeliest first. */
  readonly owners: readonly string[];
  readonly prefix: string;
  readonly quote: string;
};

const NAME = String.raw`[\p{ID_Start}$_][\p{ID_Continue}$]*`;
// Matches only at the start of a path: otherwise a long path would be tried from each of its letters.
const PATH = String.raw`(?<![\p{ID_Continue}$.])${NAME}(?:\s*\.\s*${NAME})*?`;
// Other strings and the start of a list may come between a parenthesis and the string.
const BEFORE = String.raw`\(\s*\[?(?:\s*(?:"[^"\n]*"|'[^'\n]*')\s*,)*\s*`;
const STRING = String.raw`(?<quote>["'])(?<prefix>[^"'\\\n]*)$`;

const OPEN = /["'][^"'\\\n]*$/;

// `df.getColumn("`, `df.select("a", "`
const METHOD = new RegExp(String.raw`(?<owner>${PATH})\s*\.\s*${NAME}${BEFORE}${STRING}`, "u");
// `pl.col("`, `col("`
const COLUMN = new RegExp(String.raw`\bcols?${BEFORE}${STRING}`, "u");
const CHANNEL_NAMES =
  "angle|color|column|detail|facet|field|fill|groupBy|groupby|order|opacity|row|shape|size|stroke|strokeDash|text|theta|tooltip|x|x2|xOffset|y|y2|yOffset";
// `x: "`
const CHANNEL = new RegExp(String.raw`\b(?:${CHANNEL_NAMES})\s*:\s*\[?(?:\s*"[^"\n]*"\s*,)*\s*${STRING}`, "u");

// A call whose arguments are expressions of a frame: `df.filter(`.
const FRAME_CALL = new RegExp(String.raw`(${PATH})\s*\.\s*${NAME}\s*\(`, "gu");
// The data of a chart: `chart(df`, `data: df`.
const CHART = new RegExp(String.raw`\b(?:chart\s*\(\s*|data\s*:\s*)(${PATH})\b`, "gu");
const LOOKED_AT = 2000;

/** The question for an offset of a cell; `undefined` where no column name can come. */
export function columnQuestion(code: string, offset: number): ColumnQuestion | undefined {
  const before = code.slice(Math.max(0, offset - LOOKED_AT), offset);
  if (!OPEN.test(before)) return undefined;
  const column = COLUMN.exec(before);
  const channel = column ? null : CHANNEL.exec(before);
  const found = column ?? channel ?? METHOD.exec(before);
  const { quote, prefix = "", owner } = found?.groups ?? {};
  if (!found || quote === undefined || surroundingsAt(code, offset) !== "text") return undefined;
  const text = before.slice(0, found.index);
  const owners = column ? namesIn(FRAME_CALL, text) : channel ? namesIn(CHART, text) : owner ? [owner] : [];
  return owners.length === 0 ? undefined : { owners, prefix, quote };
}

/** The first groups of a pattern's matches, the last first, each once. */
function namesIn(pattern: RegExp, text: string): string[] {
  const found = Array.from(text.matchAll(pattern), ([, name = ""]) => name);
  return [...new Set(found.toReversed())];
}
