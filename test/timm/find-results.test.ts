import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findResults } from "../../src/timm/find-results.ts";
import { readResults } from "../../src/timm/results.ts";
import { UnknownSetError } from "../../src/timm/results-error.ts";
import { packageRoot } from "../../src/util/package-root.ts";
import { scratch } from "../support/scratch.ts";
import { hasShared, shared } from "../support/shared.ts";

describe("findResults", () => {
  it("prefers a named folder, then the environment's, then the cache, then the bundled tables", () => {
    const env = { TIMM_RESULTS: "/elsewhere/timm", TSNB_CACHE: scratch() };
    expect(findResults({ results: "results", env })).toMatchObject({ kind: "directory", label: "the folder results" });
    expect(findResults({ env })).toMatchObject({ kind: "directory", label: "the folder timm that TIMM_RESULTS names" });
    expect(findResults({ env: { ...env, TIMM_RESULTS: "" } })).toEqual({
      kind: "bundled",
      dir: join(packageRoot(), "data", "2022-07"),
      label: "the bundled selection of 2022-07",
    });
    expect(findResults({ set: "2026-01", env: { TSNB_CACHE: scratch() } }).dir).toBe(
      join(packageRoot(), "data", "2026-01"),
    );
  });

  it("lists the sets", () => {
    // @ts-expect-error JavaScript can ask for any set.
    expect(() => findResults({ set: "2025", env: {} })).toThrow(UnknownSetError);
    expect(new UnknownSetError("2025").message).toBe(
      "Looking for the results set 2025: no set has this name. Use one of: 2022-07, 2026-01.",
    );
  });

  it.skipIf(!hasShared)("uses a downloaded set only if it is complete", () => {
    const cache = scratch();
    const folder = join(cache, "timm", "2022-07");
    const from = join(shared, "data", "timm", "2022-07");
    mkdirSync(folder, { recursive: true });
    cpSync(join(from, "results-imagenet.csv"), join(folder, "results-imagenet.csv"));
    expect(findResults({ env: { TSNB_CACHE: cache } }).kind).toBe("bundled");
    cpSync(from, folder, { recursive: true });
    writeFileSync(join(folder, "results-imagenet.csv"), "model\n");
    expect(findResults({ env: { TSNB_CACHE: cache } }).kind).toBe("bundled");
    cpSync(from, folder, { recursive: true });
    expect(findResults({ env: { TSNB_CACHE: cache } })).toEqual({
      kind: "cache",
      dir: folder,
      label: "the downloaded set 2022-07",
    });
    expect(readResults({ env: { TSNB_CACHE: cache } }).validation.height).toBe(668);
  });
});
