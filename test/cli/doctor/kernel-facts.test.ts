import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { findProgram, kernelFact, kernelKind } from "../../../src/cli/doctor/kernel-facts.ts";
import { tslabKernelspec } from "../../../src/jupyter/tslab.ts";
import { tsnbKernelspec } from "../../../src/kernel/kernelspec.ts";

const folder = mkdtempSync(join(tmpdir(), "tsnb-doctor-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("kindOf", () => {
  it("recognises the kernel that a command starts", () => {
    expect(kernelKind(tsnbKernelspec().argv)).toBe("tsnb");
    expect(kernelKind(tslabKernelspec().argv)).toBe("tslab");
    expect(kernelKind(["tslab", "kernel", "--config-path", "{connection_file}"])).toBe("tslab");
    expect(kernelKind(["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"])).toBe("other");
  });
});

describe("kernelFact", () => {
  it("finds the Node.js and the script of a kernelspec", async () => {
    const fact = await kernelFact(tslabKernelspec());
    expect(fact).toMatchObject({ kind: "tslab", node: process.version, missing: [] });
    expect(fact).not.toHaveProperty("programProblem");
    expect(fact.script).toEqual({ path: expect.stringMatching(/tslab$/), exists: true });
  });

  it("notices a program and a script that are gone", async () => {
    const spec = { ...tsnbKernelspec(join(folder, "node")), dir: folder };
    const argv = spec.argv.map((part) => (part.endsWith("main.cjs") ? join(folder, "kernel", "main.cjs") : part));
    const gone = await kernelFact({ ...spec, argv });
    expect(gone).toMatchObject({ kind: "tsnb", programProblem: "it does not exist" });
    expect(gone.script?.exists).toBe(false);
    expect(gone).not.toHaveProperty("node");
  });

  // On Windows, the extension of a file makes it executable.
  describe.skipIf(process.platform === "win32")("of tsnb and of tslab", () => {
    const plain = join(folder, "plain");
    const node = join(folder, "runtime");
    const [other, failing] = [join(folder, "other"), join(folder, "failing")];
    writeFileSync(plain, "");
    writeFileSync(other, "#!/bin/sh\necho other 1.0\n", { mode: 0o755 });
    writeFileSync(failing, "#!/bin/sh\nexit 1\n", { mode: 0o755 });
    symlinkSync(process.execPath, node);
    const kinds = [tsnbKernelspec, tslabKernelspec];

    it.each([
      [other, /^it is not Node\.js: with --version, it printed "other 1\.0"$/],
      [failing, /^it is not Node\.js: with --version, it ended with exit code 1$/],
      [plain, /^it is not executable$/],
      [folder, /^it is not a file$/],
    ])("takes any program name for Node.js, except %s", async (program, problem) => {
      for (const kind of kinds) {
        const fact = await kernelFact(kind(program));
        expect(fact).toMatchObject({ program, programProblem: expect.stringMatching(problem), missing: [] });
        expect(fact).not.toHaveProperty("node");
      }
    });

    it("finds a Node.js under another name, and its missing script", async () => {
      for (const kind of kinds) {
        const { argv, ...spec } = kind(node);
        const moved = argv.map((part) => part.replace(/^.*(main\.cjs|[\\/]tslab)$/, `${folder}/kernel/$1`));
        const fact = await kernelFact({ ...spec, argv: moved });
        expect(fact).toMatchObject({ node: process.version, script: { exists: false } });
        expect(fact.script?.path).toContain(folder);
      }
    });
  });

  it("does not take tslab's command for Node.js, and judges other kernels by the program's name", async () => {
    const tslab = { ...tslabKernelspec(), argv: ["tslab", "kernel", "--config-path", "{connection_file}"] };
    const other = { ...tslab, argv: [process.execPath, "--no-warnings", "{resource_dir}/gone.js"], dir: folder };
    expect(await kernelFact(tslab)).not.toHaveProperty("script");
    expect(await kernelFact(other)).toMatchObject({
      kind: "other",
      node: process.version,
      script: { path: `${folder}/gone.js`, exists: false },
    });
  });
});

describe("findProgram", () => {
  // On Windows, the extension of a file makes it executable.
  it.skipIf(process.platform === "win32")("finds only executables, in the PATH or by path", async () => {
    const file = join(folder, "tool");
    writeFileSync(file, "#!/bin/sh\n");
    expect(await findProgram("tool", { PATH: folder })).toBeUndefined();
    chmodSync(file, 0o755);
    expect(await findProgram("tool", { PATH: `/nowhere:${folder}` })).toBe(file);
    expect(await findProgram(file, { PATH: "" })).toBe(file);
    expect(await findProgram("tool", { PATH: "" })).toBeUndefined();
  });
});
