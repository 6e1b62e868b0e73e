import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { getTestSets } from "../../../src/lesson/data/get-test-sets.ts";
import { TestSetsError } from "../../../src/timm/results-error.ts";
import { packageRoot } from "../../../src/util/package-root.ts";
import { hasShared, shared } from "../../support/shared.ts";

const bundled = join(packageRoot(), "data", "2026-01");

describe("getTestSets", () => {
  it("has an accuracy on each test set for each row of the selection", async () => {
    const tests = await getTestSets({ results: bundled });
    expect(tests.columns).toEqual(["model", "img_size", "imagenet", "v2", "real", "sketch", "a", "r"]);
    expect(tests.height).toBe(379);
    expect(tests.row(0)).toEqual([
      "eva02_large_patch14_448.mim_m38m_ft_in22k_in1k",
      448,
      90.056,
      82.71,
      91.144,
      70.668,
      88.627,
      90.243,
    ]);
  });

  it.skipIf(!hasShared)("reads timm's own files, and leaves missing values empty", async () => {
    const tests = await getTestSets({ results: join(shared, "data", "timm", "2026-01") });
    expect(tests.height).toBe(1556);
    expect(tests.toRecords().filter((row) => row["a"] === null)).toMatchObject([{ model: "resnet50.tv_in1k" }]);
  });

  it("reports results without test sets", async () => {
    await expect(getTestSets({ results: join(packageRoot(), "data", "2022-07") })).rejects.toThrow(TestSetsError);
  });
});
