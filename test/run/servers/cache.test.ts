import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { whyNotebooks } from "../../../src/run/cache/why.ts";
import { runNotebooks } from "../../../src/run/index.ts";
import { notebookIn, notebookText, streamOf } from "../../support/notebooks.ts";
import { scratch } from "../../support/scratch.ts";
import { ScriptedServer } from "../support/scripted-server.ts";

const REASON = "it runs on a server, whose files, packages and versions cannot be seen from here";

it.each(["notebooks", "cells"] as const)("runs each time with --cache %s, and says why", async (cache) => {
  const folder = scratch({ "a.ipynb": notebookText(["x"], "tsnb") });
  vi.stubEnv("TSNB_CACHE", join(folder, "cache"));
  const spec = { argv: ["node"], display_name: "T", language: "typescript" };
  const kernelspecs = JSON.stringify({ kernelspecs: { tsnb: { name: "tsnb", spec } } });
  let version = 1;
  const server = await new ScriptedServer({
    answer: (_, path) => (path === "/api/kernelspecs" ? { status: 200, body: kernelspecs } : undefined),
    cell: (code, { print }) => (code === "x" ? print(`version ${version}\n`) : undefined),
  }).listen();
  const options = { out: join(folder, "out"), server: [server.url], cache };
  for (version of [1, 2]) {
    const { ok, notebooks } = await runNotebooks([join(folder, "a.ipynb")], options);
    expect({ ok, notices: notebooks[0]?.notices }).toEqual({ ok: true, notices: [`it is not cached: ${REASON}`] });
    expect(streamOf(notebookIn(options.out, "notebooks", "a.ipynb"))).toEqual([`version ${version}\n`]);
  }
  expect(await whyNotebooks([join(folder, "a.ipynb")], options)).toMatchObject([
    { verdict: "never", reasons: [REASON] },
  ]);
});
