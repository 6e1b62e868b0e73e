import { expect, it } from "vitest";
import { sharedClient } from "../../../support/client.ts";

const client = await sharedClient();

/** The proposals at the end of a cell. */
async function proposed(code: string): Promise<unknown[]> {
  const { content } = await client.request("shell", "complete_request", { code, cursor_pos: [...code].length });
  return Array.isArray(content["matches"]) ? content["matches"] : [];
}

it("proposes the columns of frames in the running kernel, and of rows", async () => {
  await client.execute(`
    import pl from "nodejs-polars";
    const df = pl.DataFrame({ temp_c: [1], "city name": ["x"], time: [2] });
    const rows = [{ day: 1, rain: 2 }];
    const held = { df };
    const bad = { get columns() { throw new Error("called") } };
  `);
  const columns = ["temp_c", "city name", "time"];
  expect(await proposed('df.getColumn("')).toEqual(columns);
  expect(await proposed("df.select('time', 't")).toEqual(["temp_c", "time"]);
  expect(await proposed('held.df.sort("ci')).toEqual(["city name"]);
  expect(await proposed('df.filter(pl.col("te')).toEqual(["temp_c"]);
  expect(await proposed('chart(df).line({ x: "ti')).toEqual(["time"]);
  expect(await proposed('chart(rows).line({ x: "day", y: "')).toEqual(["day", "rain"]);
  expect((await proposed('df["t')).slice(0, 2)).toEqual(["temp_c", "time"]);
  expect(await proposed('bad.select("')).not.toContain("columns");
});

it("proposes files where a string is about no frame, and behind commands that take one", async () => {
  expect(await proposed('readFile("package.js')).toEqual(["package.json"]);
  expect(await proposed('greet("package.js')).toEqual([]);
  expect(await proposed("%run scripts/bundle.")).toEqual(["bundle.mjs"]);
  expect(await proposed("!cat package.js")).toEqual(["package.json"]);
  expect(await proposed("!nod")).toContain("node");
});
