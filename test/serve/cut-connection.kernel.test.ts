import { join } from "node:path";
import { expect, it } from "vitest";
import { runNotebooks } from "../../src/run/index.ts";
import { startCuttingProxy } from "../lab/support/cutting-proxy.ts";
import { notebookIn, notebookText, streamOf } from "../support/notebooks.ts";
import { scratch } from "../support/scratch.ts";
import { serve } from "./support/served.ts";

const LINES = `for (let i = 0; i < 10; i++) { console.log("line", i); await new Promise((r) => setTimeout(r, 100)); }`;

it("loses no output and no reply of a cell whose connection is cut", async () => {
  const served = await serve();
  const proxy = await startCuttingProxy(served.url, /line.{0,3} 4/);
  const folder = scratch({ "a.ipynb": notebookText([LINES, "1 + 1"], "tsnb") });
  const options = { out: join(folder, "out"), server: [proxy.url], token: served.token };
  const { ok, notebooks } = await runNotebooks([join(folder, "a.ipynb")], options);
  proxy.close();
  expect({ ok, error: notebooks[0]?.error?.message, cuts: proxy.cuts() }).toEqual({ ok: true, cuts: 1 });
  const printed = streamOf(notebookIn(options.out, "notebooks", "a.ipynb")).join("");
  expect(printed).toBe(Array.from({ length: 10 }, (_, line) => `line ${line}\n`).join(""));
});
