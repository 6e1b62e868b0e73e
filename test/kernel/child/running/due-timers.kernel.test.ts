import { realpathSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runNotebooks } from "../../../../src/run/index.ts";
import { notebookText, outputsOf } from "../../../support/notebooks.ts";
import { scratch } from "../../../support/scratch.ts";
import { Client } from "../../support/client.ts";

it("timers that are due at once print in their own cell, each of 50 times", async () => {
  const cells = Array.from({ length: 50 }, (_, index) => [
    `setTimeout(() => console.log("t${index}"), 0); console.log("first")`,
    `console.log("second")`,
  ]).flat();
  const folder = realpathSync(scratch({ "x.ipynb": notebookText(cells, "tsnb") }));
  const { notebooks } = await runNotebooks([folder], { out: join(folder, "out") });
  const notebook = notebooks[0]?.notebook;
  if (notebook === undefined) throw new Error(String(notebooks[0]?.error));
  const expected = Array.from({ length: 50 }, (_, index) => [
    [{ output_type: "stream", name: "stdout", text: `first\nt${index}\n` }],
    [{ output_type: "stream", name: "stdout", text: "second\n" }],
  ]).flat();
  expect(outputsOf(notebook)).toEqual(expected);
});

it("a promise that a cell leaves rejected is reported before its end, each of 50 times", async () => {
  const client = await Client.start();
  const code = "const left = (async () => { throw new Error('left') })(); 5";
  for (let run = 0; run < 50; run++) {
    const { outputs } = await client.execute(code);
    expect(outputs.map(({ header }) => header.msg_type).toSorted()).toEqual(["error", "execute_result"]);
  }
  await client.stop();
});

it.each([
  ["a cell that ends", "5"],
  ["a cell that fails", "throw 5"],
])("what is left to process.nextTick prints in its own cell: %s", async (_what, end) => {
  const client = await Client.start();
  const { stdout } = await client.execute(`process.nextTick(() => console.log("tick")); ${end}`);
  expect(stdout).toBe("tick\n");
  await client.stop();
});
