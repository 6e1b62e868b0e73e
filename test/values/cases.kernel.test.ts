import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasShared, shared } from "../support/shared.ts";
import { installedPackages } from "./installed.ts";

const run = promisify(execFile);
const cli = join(import.meta.dirname, "..", "..", "dist", "cli", "main.js");
const cases = join(shared, "cases");

const Text = v.pipe(
  v.union([v.string(), v.array(v.string())]),
  v.transform((text) => (typeof text === "string" ? text : text.join(""))),
);
const Output = v.object({
  output_type: v.string(),
  text: v.optional(Text, ""),
  data: v.optional(v.record(v.string(), v.unknown()), {}),
});
const Cell = v.looseObject({ source: Text, outputs: v.optional(v.array(Output), []) });
const Notebook = v.looseObject({ cells: v.array(Cell) });

type Outputs = v.InferOutput<typeof Output>[];

const folder = mkdtempSync(join(tmpdir(), "cases-"));

beforeAll(() => {
  symlinkSync(join(installedPackages(), "node_modules"), join(folder, "node_modules"), "junction");
  mkdirSync(join(folder, "notebooks"));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The outputs of each cell of a case, run by `tsnb run` where its packages are installed already. */
async function outputsOf(number: string): Promise<Outputs[]> {
  const name = readdirSync(cases).find((file) => file.startsWith(number)) ?? "";
  const notebook = v.parse(Notebook, JSON.parse(readFileSync(join(cases, name), "utf8")));
  const cells = notebook.cells.filter(({ source }) => !source.startsWith("%npm"));
  writeFileSync(join(folder, "notebooks", name), JSON.stringify({ ...notebook, cells }));
  await run(process.execPath, [cli, "run", join("notebooks", name), "--out", "out"], { cwd: folder });
  const after = v.parse(Notebook, JSON.parse(readFileSync(join(folder, "out", "notebooks", name), "utf8")));
  return after.cells.map(({ outputs }) => outputs);
}

function textOf(outputs: Outputs | undefined, type = "text/plain"): string {
  return (outputs ?? []).map(({ data }) => v.parse(v.optional(Text, ""), data[type])).join("");
}

describe.skipIf(!hasShared)("notebooks that went wrong", () => {
  it("06: structs and decimals are tables", async () => {
    const [printed, orders, price] = await outputsOf("06");
    expect(printed?.[0]?.text).toContain('{"Rome","00100"}');
    expect(textOf(orders)).toContain("{ city: 'Rome', zip: '00100' }");
    expect(textOf(price)).toMatch(/price\ndecimal\[10,2\]\n─+\n +1\.25\n/);
  });

  it("07: zone and duration are Polars' own", async () => {
    const [shown] = await outputsOf("07");
    const [stream, result] = shown ?? [];
    expect(stream?.text).toContain("1970-01-01 01:00:00 CET");
    expect(textOf(result && [result])).toMatch(/1970-01-01 01:00:00 CET {2}.*1d\n/);
    expect(textOf(result && [result])).toContain("duration[ms]");
  });

  it("08: the SVG, the chart and the picture are shown", async () => {
    const [svg, plot, canvas] = await outputsOf("08");
    expect(textOf(svg, "image/svg+xml")).toMatch(/^<svg [^>]*width="40"[^>]*><circle r="8"\/><\/svg>$/);
    expect(textOf(plot, "image/svg+xml").match(/<circle /g)).toHaveLength(2);
    expect(textOf(canvas, "image/png")).toMatch(/^iVBORw0KGgo/);
  });

  it("09: the chart is shown", async () => {
    const [[chart] = []] = await outputsOf("09");
    expect(Object.keys(chart?.data ?? {})).toEqual(
      expect.arrayContaining(["application/vnd.vega.v5+json", "image/png"]),
    );
  });

  it("10: tables that are not Polars' are tables", async () => {
    const [arquero, arrow] = await outputsOf("10");
    expect(textOf(arquero, "text/html")).toMatch(/^<table /);
    expect(textOf(arrow, "text/html")).toMatch(/^<table [^]*Int32/);
  });

  it("17: the value is shown once", async () => {
    const [shown] = await outputsOf("17");
    expect(shown?.map(({ data }) => data)).toEqual([{ "text/plain": ["[ 1, 2 ]"] }]);
  });
});
