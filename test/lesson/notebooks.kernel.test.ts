import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { runNotebooks } from "../../src/run/index.ts";
import { scratch } from "../support/scratch.ts";

const notebooks = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "notebooks");

it.each(["tslab", "tsnb"])(
  "the lesson's notebooks pass on %s, say the same again, and are the same files byte for byte",
  async (kernel) => {
    const out = scratch();
    const { notebooks: results, index } = await runNotebooks([notebooks], { out, kernel, check: true });
    expect(
      results.map(({ label, status, error, comparison }) => ({
        label,
        status,
        error,
        differences: comparison?.differences,
      })),
    ).toEqual(results.map(({ label }) => ({ label, status: "passed", error: undefined, differences: [] })));
    expect(results.length).toBeGreaterThanOrEqual(2);
    expect(index).toBe(join(out, "index.html"));
    if (kernel !== "tslab") return;
    for (const { source, target } of results) expect(readFileSync(target, "utf8")).toBe(readFileSync(source, "utf8"));
  },
  300_000,
);
