import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { childFlags } from "../../src/kernel/protocol/supervision/child-flags.ts";
import { isTooOld, missingOn, tsnbKernelspec } from "../../src/kernel/kernelspec.ts";

describe("tsnbKernelspec", () => {
  it("starts the given Node with absolute paths and takes interrupts as messages", () => {
    const spec = tsnbKernelspec("/opt/node/bin/node");
    expect(spec.argv).toEqual([
      "/opt/node/bin/node",
      expect.stringMatching(/^\/.*kernel\/main\.cjs$/),
      "--connection-file",
      "{connection_file}",
    ]);
    expect(spec).toMatchObject({
      name: "tsnb",
      displayName: "TypeScript (tsnb)",
      language: "typescript",
      interruptMode: "message",
      metadata: { supported_encryption: ["curve"] },
    });
    expect(existsSync(`${spec.dir}/logo-svg.svg`)).toBe(true);
  });
});

describe("missingOn", () => {
  it.each(["v22.15.0", "22.22.0", "24.0.0", "26.1.0"])("finds no missing feature on %s", (version) => {
    expect(missingOn(version)).toEqual([]);
  });

  it("names the features that Node 20 lacks", () => {
    expect(missingOn("v20.19.0").join()).toMatch(/late/);
  });
});

describe("isTooOld", () => {
  it.each([
    ["v18.20.8", true],
    ["v20.18.3", true],
    ["20.19.0", false],
    ["v22.0.0", false],
  ])("of %s is %s", (version, isOld) => {
    expect(isTooOld(version)).toBe(isOld);
  });
});

describe("childFlags", () => {
  const frames = "--experimental-async-context-frame";

  it.each([
    ["20.19.0", [], false],
    ["22.0.0", [], false],
    ["22.15.0", [frames], true],
    ["24.1.0", [frames], false],
  ])("on %s, which accepts %j, enable async context frames: %s", (version, known, asks) => {
    const flags = childFlags(version, new Set(known));
    expect(flags.includes(frames)).toBe(asks);
    expect(flags).toContain("--no-force-async-hooks-checks");
  });

  it("contain no flag that this Node refuses", () => {
    const { status, stderr } = spawnSync(process.execPath, [...childFlags(), "-e", "0"], { encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });
});
