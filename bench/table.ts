import pl from "nodejs-polars";
import { table } from "../src/display/index.ts";
import { digits, inTurn, markdown, median, timed } from "./measure.ts";

const MOST_FOR_POLARS = 1000;

/** A frame as an HTML table, by tsnb and by Polars itself, in a warm process. */
export async function benchTable(rounds: number): Promise<string> {
  const rows: string[][] = [];
  for (const height of [3, 200, 1_000_000]) {
    const frame = pl.DataFrame({ n: Float64Array.from({ length: height }, (_, index) => index / 2) });
    const figures = await inTurn(rounds, {
      tsnb: () => timed(() => table(frame).html()),
      // Polars writes all rows as text.
      ...(height > MOST_FOR_POLARS ? {} : { polars: () => timed(() => frame.toHTML()) }),
    });
    const [ours, theirs] = [median(figures["tsnb"] ?? []), median(figures["polars"] ?? [])];
    const compared = Number.isNaN(theirs) ? ["", ""] : [digits(theirs), `${digits(theirs / ours)} x`];
    rows.push([String(height), ours.toFixed(2), ...compared]);
  }
  return markdown(["rows of a frame as a table", "tsnb, median ms", "toHTML() of Polars, median ms", "to tsnb"], rows);
}
