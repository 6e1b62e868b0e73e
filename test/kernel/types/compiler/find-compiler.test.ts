import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findCompiler } from "../../../../src/kernel/types/compiler/find-compiler.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tsnb-compiler-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function install(version: string, withProgram: boolean): string {
  const platform = join(folder, "node_modules", "@typescript", `typescript-${process.platform}-${process.arch}`);
  const program = join(platform, "lib", process.platform === "win32" ? "tsc.exe" : "tsc");
  write(join(folder, "node_modules", "typescript", "package.json"), JSON.stringify({ name: "typescript", version }));
  write(join(platform, "package.json"), "{}");
  if (withProgram) {
    write(program, "");
    chmodSync(program, 0o755);
  }
  return program;
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

describe("findCompiler", () => {
  test.for(["7.0.2", "7.5.0-beta", "10.1.0"])("finds the project's TypeScript %s", (version) => {
    const program = install(version, true);
    mkdirSync(join(folder, "notebooks"));
    expect(findCompiler(join(folder, "notebooks"))).toEqual({ version, program });
  });

  test.for([
    ["is older than 7", "5.9.3", true],
    ["has no program for this platform", "7.0.2", false],
  ] as const)("finds its own when the project's %s", ([, version, withProgram]) => {
    const theirs = install(version, withProgram);
    const found = findCompiler(folder);
    expect(found.program).not.toBe(theirs);
    expect(found.version).toMatch(/^7\./);
  });

  test("finds its own when the project has none", () => {
    expect(findCompiler(folder).version).toMatch(/^7\./);
  });
});
