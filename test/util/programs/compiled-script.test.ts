import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { compiledScript, keptScript } from "../../../src/util/programs/compiled-script.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tsnb-compiled-"));
  vi.stubEnv("TSNB_CACHE", folder);
  vi.stubEnv("NODE_DISABLE_COMPILE_CACHE", undefined);
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

function entries(): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".cache"))
    .map((name) => join(folder, name));
}

test("keeps the compiled form once the process has settled, and takes it the next time", () => {
  expect(compiledScript("40 + 2", "a.js").cachedDataRejected).toBeUndefined();
  expect(entries()).toEqual([]);
  vi.runAllTimers();
  expect(entries()).toHaveLength(1);
  const again = compiledScript("40 + 2", "a.js");
  expect(again.cachedDataRejected).toBe(false);
  expect(again.runInThisContext()).toBe(42);
});

test("another source of the same length gets a form of its own", () => {
  compiledScript("40 + 2", "a.js");
  vi.runAllTimers();
  expect(compiledScript("40 + 3", "a.js").runInThisContext()).toBe(43);
  vi.runAllTimers();
  expect(entries()).toHaveLength(2);
});

test("a damaged entry is compiled again and replaced", () => {
  const file = join(folder, "damaged.cache");
  writeFileSync(file, "nothing that V8 has written");
  const script = keptScript("40 + 2", { filename: "damaged.js" }, file);
  expect(script.cachedDataRejected).toBe(true);
  expect(script.runInThisContext()).toBe(42);
  vi.runAllTimers();
  expect(keptScript("40 + 2", { filename: "damaged.js" }, file).cachedDataRejected).toBe(false);
});

test("keeps nothing where NODE_DISABLE_COMPILE_CACHE is set", () => {
  vi.stubEnv("NODE_DISABLE_COMPILE_CACHE", "1");
  expect(compiledScript("40 + 2", "a.js").runInThisContext()).toBe(42);
  vi.runAllTimers();
  expect(entries()).toEqual([]);
});

test("a cache folder that cannot be written to costs nothing but time", () => {
  writeFileSync(join(folder, "file"), "");
  vi.stubEnv("TSNB_CACHE", join(folder, "file"));
  expect(compiledScript("40 + 2", "a.js").runInThisContext()).toBe(42);
  expect(() => vi.runAllTimers()).not.toThrow();
});
