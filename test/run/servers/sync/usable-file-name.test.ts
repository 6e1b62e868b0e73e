import { describe, expect, it } from "vitest";
import { isUsableFileName } from "../../../../src/run/servers/sync/usable-file-name.ts";

describe("a name that a server gives", () => {
  it.each(["", ".", "..", "a/b", "../a", "a\0"])("is usable nowhere: %j", (name) => {
    expect([isUsableFileName(name, "linux"), isUsableFileName(name, "win32")]).toEqual([false, false]);
  });

  it.each(["2026-01-01T10:00.csv", "a\\b", "..\\a", "what?", "a.", "NUL", "com1.txt", "a\nb"])(
    "is usable except on Windows: %j",
    (name) => {
      expect([isUsableFileName(name, "linux"), isUsableFileName(name, "win32")]).toEqual([true, false]);
    },
  );

  it.each(["a.csv", "ä b#.ts", "console.log", "..."])("is usable on Linux: %j", (name) => {
    expect(isUsableFileName(name, "linux")).toBe(true);
  });
});
