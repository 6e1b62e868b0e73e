import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findKernelspec } from "../../src/jupyter/kernelspec.ts";
import { KernelspecFilesError, removeKernelspec, writeKernelspec } from "../../src/jupyter/kernelspec-files.ts";

let root: string;
let kernels: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "tsnb-kernelspec-files-"));
  kernels = join(root, "kernels");
});

afterEach(() => rm(root, { recursive: true }));

const spec = {
  name: "Mine",
  argv: ["run", "{connection_file}"],
  displayName: "Mine",
  language: "x",
  env: { A: "1" },
  interruptMode: "message",
  metadata: { debugger: true },
} as const;

describe("writeKernelspec", () => {
  it("writes what findKernelspec reads, with the resources beside it", async () => {
    const logo = join(root, "logo-64x64.png");
    await writeFile(logo, "picture");
    const dir = await writeKernelspec(kernels, spec, [logo]);
    expect(dir).toBe(join(kernels, "mine"));
    const found = await findKernelspec("mine", { env: { JUPYTER_PATH: root }, home: root });
    expect(found).toEqual({ ...spec, name: "mine", dir });
    expect(await readFile(join(dir, "logo-64x64.png"), "utf8")).toBe("picture");
  });

  it("omits Jupyter's defaults from kernel.json", async () => {
    const dir = await writeKernelspec(kernels, { ...spec, env: {}, interruptMode: "signal", metadata: {} });
    expect(JSON.parse(await readFile(join(dir, "kernel.json"), "utf8"))).toEqual({
      argv: ["run", "{connection_file}"],
      display_name: "Mine",
      language: "x",
    });
  });

  it("replaces an older kernelspec as a whole", async () => {
    await mkdir(join(kernels, "mine"), { recursive: true });
    await writeFile(join(kernels, "mine", "old.js"), "");
    await writeKernelspec(kernels, spec);
    expect(await readdir(join(kernels, "mine"))).toEqual(["kernel.json"]);
    expect(await readdir(kernels)).toEqual(["mine"]);
  });

  it("leaves the older kernelspec, and nothing else, when a resource cannot be copied", async () => {
    const dir = await writeKernelspec(kernels, spec);
    const failure = writeKernelspec(kernels, { ...spec, displayName: "New" }, [join(root, "absent.png")]);
    await expect(failure).rejects.toBeInstanceOf(KernelspecFilesError);
    expect(await readFile(join(dir, "kernel.json"), "utf8")).toContain('"display_name": "Mine"');
    expect(await readdir(kernels)).toEqual(["mine"]);
  });

  it("reports a file in the folder's place", async () => {
    await writeFile(kernels, "a file");
    const failure = await writeKernelspec(kernels, spec).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(KernelspecFilesError);
    expect(failure).toMatchObject({ dir: join(kernels, "mine") });
    expect(await readFile(kernels, "utf8")).toBe("a file");
  });

  it("refuses a name that could leave the folder", async () => {
    await expect(writeKernelspec(kernels, { ...spec, name: "../x" })).rejects.toThrow(TypeError);
    expect(await readdir(root)).toEqual([]);
  });
});

describe("removeKernelspec", () => {
  it("removes the folder and says which", async () => {
    const dir = await writeKernelspec(kernels, spec);
    expect(await removeKernelspec(kernels, "MINE")).toBe(dir);
    expect(await readdir(kernels)).toEqual([]);
  });

  it("returns nothing when there is no such kernel", async () => {
    expect(await removeKernelspec(kernels, "absent")).toBeUndefined();
  });
});
