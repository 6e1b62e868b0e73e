import { describe, expect, it } from "vitest";
import { childFlags } from "../../../../src/kernel/protocol/supervision/child-flags.ts";

const FRAMES = "--experimental-async-context-frame";

describe("childFlags", () => {
  it("gives no V8 flag to versions of Node that start more slowly with one", () => {
    for (const version of ["20.19.0", "22.15.0"]) {
      expect(childFlags(version, new Set()).some((flag) => flag.includes("semi-space"))).toBe(false);
    }
    expect(childFlags("24.1.0")).toContain("--max-semi-space-size=16");
  });

  it("follows output to its cell where Node needs a flag for it", () => {
    expect(childFlags("22.15.0", new Set([FRAMES]))).toContain(FRAMES);
    expect(childFlags("22.1.0", new Set())).not.toContain(FRAMES);
    expect(childFlags("24.1.0", new Set([FRAMES]))).not.toContain(FRAMES);
  });
});
