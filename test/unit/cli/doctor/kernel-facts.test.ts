import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { findProgram, kernelFact, kindOf } from "../../../../src/cli/doctor/kernel-facts.ts";
import { tslabKernelspec } from "../../../../src/jupyter/tslab.ts";
import { tsnbKernelspec } from "../../../../src/kernel/kernelspec.ts";

const folder = mkdtempSync(join(tmpdir(), "tsnb-doctor-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("kindOf", () => {
  it("tells whose kernel a command starts", () => {
    expect(kindOf(tsnbKernelspec().argv)).toBe("tsnb");
    expect(kindOf(tslabKernelspec().argv)).toBe("tslab");
    expect(kindOf(["tslab", "kernel", "--config-path", "{connection_file}"])).toBe("tslab");
    expect(kindOf(["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"])).toBe("other");
  });
});

describe("kernelFact", () => {
  it("knows the Node.js and the script of a kernelspec", async () => {
    const fact = await kernelFact(tslabKernelspec());
    expect(fact).toMatchObject({ kind: "tslab", programExists: true, node: process.version, missing: [] });
    expect(fact.script).toEqual({ path: expect.stringMatching(/tslab$/), exists: true });
  });

  it("notices a program and a script that are gone", async () => {
    const spec = { ...tsnbKernelspec(join(folder, "node")), dir: folder };
    const argv = spec.argv.map((part) => (part.endsWith("main.cjs") ? join(folder, "kernel", "main.cjs") : part));
    const gone = await kernelFact({ ...spec, argv });
    expect(gone).toMatchObject({ kind: "tsnb", programExists: false });
    expect(gone.script?.exists).toBe(false);
    expect(gone).not.toHaveProperty("node");
  });
});

describe("findProgram", () => {
  // On Windows a file is executed for its ending.
  it.skipIf(process.platform === "win32")("takes only what can be executed, from the PATH or by its path", async () => {
    const file = join(folder, "tool");
    writeFileSync(file, "#!/bin/sh\n");
    expect(await findProgram("tool", { PATH: folder })).toBeUndefined();
    chmodSync(file, 0o755);
    expect(await findProgram("tool", { PATH: `/nowhere:${folder}` })).toBe(file);
    expect(await findProgram(file, { PATH: "" })).toBe(file);
    expect(await findProgram("tool", { PATH: "" })).toBeUndefined();
  });
});
