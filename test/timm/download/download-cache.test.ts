import { join } from "node:path";
import { expect, it } from "vitest";
import { setFolder } from "../../../src/timm/download/download-cache.ts";

it("keeps a set in TSNB_CACHE", () => {
  expect(setFolder("2026-01", { TSNB_CACHE: "/mine" })).toBe(join("/mine", "timm", "2026-01"));
});
