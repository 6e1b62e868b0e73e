import { homedir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cacheFolder } from "../../../src/util/files/cache-folder.ts";

describe("cacheFolder", () => {
  it("follows each platform's convention", () => {
    expect(cacheFolder({}, "linux")).toBe(join(homedir(), ".cache", "tsnb"));
    expect(cacheFolder({ XDG_CACHE_HOME: "/c" }, "linux")).toBe(join("/c", "tsnb"));
    expect(cacheFolder({ XDG_CACHE_HOME: "" }, "linux")).toBe(join(homedir(), ".cache", "tsnb"));
    expect(cacheFolder({ XDG_CACHE_HOME: "/c" }, "darwin")).toBe(join(homedir(), "Library", "Caches", "tsnb"));
    expect(cacheFolder({ LOCALAPPDATA: "/l" }, "win32")).toBe(join("/l", "tsnb", "Cache"));
    expect(cacheFolder({}, "win32")).toBe(join(homedir(), "AppData", "Local", "tsnb", "Cache"));
  });

  it("is TSNB_CACHE where that is set", () => {
    expect(cacheFolder({ TSNB_CACHE: "/mine", LOCALAPPDATA: "/l" }, "win32")).toBe("/mine");
  });
});
