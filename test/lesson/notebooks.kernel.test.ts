import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, vi } from "vitest";
import { runNotebooks } from "../../src/run/index.ts";
import { exercises } from "../../src/lesson/exercises/check.ts";
import { CHECK_TYPE } from "../../src/lesson/exercises/verdict.ts";
import { scratch } from "../support/scratch.ts";

const notebooks = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "notebooks");

it.each(["tslab", "tsnb"])(
  "the lesson's notebooks pass on %s, say the same again, and are the same files byte for byte",
  async (kernel) => {
    const out = scratch();
    const { notebooks: results } = await runNotebooks([notebooks], { out, kernel, check: true });
    expect(
      results.map(({ label, status, error, comparison }) => ({
        label,
        status,
        error,
        differences: comparison?.differences,
      })),
    ).toEqual(results.map(({ label }) => ({ label, status: "passed", error: undefined, differences: [] })));
    expect(results.length).toBeGreaterThanOrEqual(2);
    if (kernel !== "tsnb") return;
    for (const { source, target } of results) expect(readFileSync(target, "utf8")).toBe(readFileSync(source, "utf8"));
  },
  300_000,
);

it("the solutions are right, by the checks of the lesson", async () => {
  // With `types`, the run checks all notebooks; their kernels need not do so again.
  vi.stubEnv("TSNB_CHECK", "off");
  const { notebooks: results } = await runNotebooks([join(notebooks, "solutions")], { out: scratch(), types: "fail" });
  expect(results.map(({ error }) => error)).toEqual(results.map(() => undefined));
  const verdicts = results.flatMap(({ cells }) =>
    cells.flatMap(({ outputs }) =>
      outputs.flatMap((output) => ("data" in output && CHECK_TYPE in output.data ? [output.data[CHECK_TYPE]] : [])),
    ),
  );
  expect(verdicts).toEqual(exercises.map(({ name }) => ({ exercise: name, result: "right", why: "" })));
}, 300_000);
