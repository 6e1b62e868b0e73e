import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type pl from "nodejs-polars";
import { describe, expect, it } from "vitest";
import { bundledFiles } from "../../scripts/bundled-files.ts";
import { getData, loadResults } from "../../src/lesson/data/get-data.ts";
import { devices } from "../../src/timm/devices.ts";
import { setNames } from "../../src/timm/pinned-sets.ts";
import { packageRoot } from "../../src/util/package-root.ts";
import { hasShared, shared } from "../support/shared.ts";

const full = (set: string): string => join(shared, "data", "timm", set);
const env = {};

/** Each row as JSON, by model and image size. */
function byKey(frame: pl.DataFrame): Map<string, string> {
  return new Map(frame.toRecords().map((row) => [`${row["model"]} ${row["img_size"]}`, JSON.stringify(row)]));
}

/** True when `one` is at least as good on every axis and better on one; less is better. */
function beats(one: readonly number[], other: readonly number[]): boolean {
  return (
    one.every((value, axis) => value <= (other[axis] ?? 0)) && one.some((value, axis) => value < (other[axis] ?? 0))
  );
}

function names(frame: pl.DataFrame): string[] {
  return frame.getColumn("model").toArray().map(String);
}

/** The rows, as model and image size, that no other row beats in accuracy, time and parameters. */
function unbeaten(frame: pl.DataFrame): string[] {
  const rows = frame.toRecords().map((row) => ({
    key: `${row["model"]} ${row["img_size"]}`,
    axes: [-Number(row["top1"]), Number(row["secs"]), Number(row["param_count_y"])] as const,
  }));
  return rows
    .filter((row) => !rows.some((other) => beats(other.axes, row.axes)))
    .map((row) => row.key)
    .toSorted();
}

describe.skipIf(!hasShared)("the bundled tables", () => {
  it.each(setNames)("of %s equal the script's output, byte for byte", (set) => {
    const folder = join(packageRoot(), "data", set);
    const files = bundledFiles(set, full(set));
    expect(readdirSync(folder).toSorted()).toEqual([...files.keys()].toSorted());
    for (const [name, text] of files) expect(readFileSync(join(folder, name), "utf8")).toBe(text);
  });

  it.each(["infer", "train"] as const)("of 2022-07 give the same rows as the full ones: %s", async (part) => {
    const bundled = await getData(part, { results: await loadResults({ env }) });
    const complete = await getData(part, { results: full("2022-07") });
    expect(bundled.toRecords()).toEqual(complete.toRecords());
  });

  it.each(devices)("of 2026-01 agree with the full ones on %s, and contain every best choice", async (device) => {
    const bundled = await getData("infer", { results: await loadResults({ set: "2026-01", env }), device });
    const complete = await getData("infer", { results: full("2026-01"), device });
    const all = byKey(complete);
    for (const [key, row] of byKey(bundled)) expect(all.get(key)).toBe(row);
    const kept = byKey(bundled);
    expect(unbeaten(complete).filter((key) => !kept.has(key))).toEqual([]);
  });

  it("of 2026-01 contain each image size that timm has for a model", async () => {
    const bundled = names((await loadResults({ set: "2026-01", env })).validation);
    const chosen = new Set(bundled);
    expect(chosen.size).toBeGreaterThan(250);
    expect(chosen.size).toBeLessThan(350);
    expect(bundled).toEqual(
      names((await loadResults({ results: full("2026-01") })).validation).filter((name) => chosen.has(name)),
    );
  });
});
