import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { runNotebooks } from "../../src/run/index.ts";
import { scratch } from "../support/scratch.ts";

const notebooks = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "notebooks");

it("the lesson's notebooks pass, say the same again, and are the same files byte for byte", async () => {
  const out = scratch();
  const { notebooks: results, index } = await runNotebooks([notebooks], { out, check: true });
  expect(results.map(({ label, status, error, differences }) => ({ label, status, error, differences }))).toEqual(
    results.map(({ label }) => ({ label, status: "passed", error: undefined, differences: [] })),
  );
  expect(results.length).toBeGreaterThanOrEqual(2);
  for (const { source, target } of results) expect(readFileSync(target, "utf8")).toBe(readFileSync(source, "utf8"));
  expect(index).toBe(join(out, "index.html"));
}, 300_000);
