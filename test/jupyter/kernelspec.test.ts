import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  findKernelspec,
  isKernelName,
  KernelspecError,
  listKernelspecs,
  UnknownKernelError,
} from "../../src/jupyter/kernelspec.ts";

let root: string;
let place: { env: NodeJS.ProcessEnv; home: string };

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "tsnb-kernelspec-"));
  const env = {
    JUPYTER_PATH: [join(root, "first"), join(root, "second")].join(delimiter),
    JUPYTER_DATA_DIR: join(root, "user"),
  };
  place = { env, home: root };
});

afterEach(() => rm(root, { recursive: true }));

const good = { argv: ["run", "{connection_file}"], display_name: "Good", language: "x" };

async function install(folder: string, name: string, content: unknown): Promise<string> {
  const dir = join(root, folder, "kernels", name);
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, "kernel.json"), typeof content === "string" ? content : JSON.stringify(content));
  return dir;
}

// The machine that runs the tests may have its own kernels in the system's folders.
async function listed(): Promise<{ names: string[]; problems: readonly KernelspecError[] }> {
  const { specs, problems } = await listKernelspecs(place);
  const own = specs.filter((spec) => spec.dir.startsWith(root));
  return { names: own.map((spec) => spec.name), problems };
}

describe("findKernelspec", () => {
  it("reads every field", async () => {
    const dir = await install("first", "full", {
      ...good,
      env: { A: "1" },
      interrupt_mode: "message",
      metadata: { debugger: true },
      codemirror_mode: "ignored",
    });
    expect(await findKernelspec("full", place)).toEqual({
      name: "full",
      dir,
      argv: ["run", "{connection_file}"],
      displayName: "Good",
      language: "x",
      env: { A: "1" },
      interruptMode: "message",
      metadata: { debugger: true },
    });
  });

  it("has Jupyter's defaults for optional fields", async () => {
    await install("first", "short", { argv: ["run"], display_name: "Short" });
    expect(await findKernelspec("short", place)).toMatchObject({
      language: "",
      env: {},
      interruptMode: "signal",
      metadata: {},
    });
  });

  it("ignores case, in the name asked for and in the folder's", async () => {
    const dir = await install("first", "MixedCase", good);
    expect(await findKernelspec("mIXEDcASE", place)).toMatchObject({ name: "mixedcase", dir });
  });

  it("takes the first of two with the same name, in the order of Jupyter's paths", async () => {
    await install("user", "twice", { ...good, display_name: "in the user's folder" });
    await install("second", "twice", { ...good, display_name: "in the second folder" });
    expect((await findKernelspec("twice", place)).displayName).toBe("in the second folder");
    await install("first", "TWICE", { ...good, display_name: "in the first folder" });
    expect((await findKernelspec("twice", place)).displayName).toBe("in the first folder");
  });

  it("lists the installed kernels and the searched folders for an unknown name", async () => {
    await install("first", "here", good);
    const failure = await findKernelspec("absent", place).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UnknownKernelError);
    expect(failure).toMatchObject({ kernel: "absent", known: expect.arrayContaining(["here"]) });
    expect(String(failure)).toContain(join(root, "first", "kernels"));
  });

  it.each([
    ["argv", { display_name: "x" }],
    ["argv", { ...good, argv: [] }],
    ["argv.1", { ...good, argv: ["run", 3] }],
    ["display_name", { ...good, display_name: 5 }],
    ["language", { ...good, language: null }],
    ["env.A", { ...good, env: { A: 1 } }],
    ["interrupt_mode", { ...good, interrupt_mode: "shout" }],
    ["metadata", { ...good, metadata: [] }],
  ])("names the file and the field %s when that field is wrong", async (field, content) => {
    const dir = await install("first", "bad", content);
    const failure = await findKernelspec("bad", place).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(KernelspecError);
    expect(failure).toMatchObject({ file: join(dir, "kernel.json"), field });
    expect(String(failure)).toContain(`the field "${field}" is wrong`);
  });

  it.each(["", "{", '{"argv": ["run"]', "null", "[]", "5"])("refuses the content %j", async (content) => {
    await install("first", "bad", content);
    await expect(findKernelspec("bad", place)).rejects.toBeInstanceOf(KernelspecError);
  });
});

describe("listKernelspecs", () => {
  it("lists valid kernelspecs by name and reports malformed ones", async () => {
    await install("second", "b", good);
    await install("first", "a", good);
    const broken = await install("first", "broken", "{");
    const { names, problems } = await listed();
    expect(names).toEqual(["a", "b"]);
    expect(problems.map((problem) => problem.file)).toContain(join(broken, "kernel.json"));
  });

  it("skips files, empty folders and names that Jupyter refuses", async () => {
    await install("first", "good", good);
    await install("first", "not good", good);
    await install("first", "half~written", good);
    await mkdir(join(root, "first", "kernels", "empty"));
    await writeFile(join(root, "first", "kernels", "file"), "");
    expect((await listed()).names).toEqual(["good"]);
  });
});

describe("isKernelName", () => {
  it("follows Jupyter's rule", () => {
    expect(["tslab", "ir4.3", "a_b-c", "X"].every(isKernelName)).toBe(true);
    expect(["", "a b", "a/b", "é", "a~b"].some(isKernelName)).toBe(false);
  });
});
