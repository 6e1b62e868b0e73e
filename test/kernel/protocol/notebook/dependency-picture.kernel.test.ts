import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type Execution, sharedClient } from "../../support/client.ts";
import { sharedFolder } from "../../../support/scratch.ts";

const { folder } = sharedFolder();

const cells = [
  ["a", "const rows = [1, 2]"],
  ["never", "rows.map(String)"],
  ["b", "const total = rows.length"],
].map(([id, source]) => ({ cell_type: "code", id, metadata: {}, execution_count: null, outputs: [], source }));
const notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells };
writeFileSync(join(folder, "one.ipynb"), JSON.stringify(notebook));
const client = await sharedClient({ cwd: folder, env: { JPY_SESSION_NAME: join(folder, "one.ipynb") } });

function shown({ outputs }: Execution): Record<string, string> {
  const message = outputs.find(({ header }) => header.msg_type === "display_data");
  return Object.fromEntries(Object.entries(message?.content["data"] ?? {}).map(([mime, text]) => [mime, String(text)]));
}

it("says when there is nothing to draw", async () => {
  expect((await client.execute("%deps", {}, { cellId: "deps" })).stdout).toBe("No other cell has run yet.\n");
});

it("draws the cells that ran, in the order of the notebook's file", async () => {
  await client.execute("const rows = [1, 2]", {}, { cellId: "a" });
  await client.execute("const total = rows.length + 0", {}, { cellId: "b" });
  const { "text/vnd.mermaid": picture, "text/plain": text } = shown(
    await client.execute("%deps", {}, { cellId: "deps" }),
  );
  expect(text).toBe("[2]: rows\n[ ]: needs rows of [2]\n[3]: total; needs rows of [2]");
  expect(picture).toBe(`flowchart TD
  c0["[2]<br/>rows"]
  c1["[ ]"]
  c2["[3]<br/>total"]
  c0 -->|"rows"| c1
  c0 -->|"rows"| c2
`);
});

it("leaves out cells that were deleted, and forgets all with %reset", async () => {
  await client.execute("total", {}, { cellId: "c", deletedCells: ["b"] });
  const before = shown(await client.execute("%deps", {}, { cellId: "deps" }));
  expect(before["text/plain"]).toContain("[ ]: total; needs rows of [2]");
  await client.execute("%reset", {}, { cellId: "d" });
  const { "text/plain": after } = shown(await client.execute("%deps", {}, { cellId: "deps" }));
  expect(after).toBe("[7]");
});
