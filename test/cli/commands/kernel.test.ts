import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { exitCodeOf } from "../../../src/cli/error-exit-code.ts";
import { program } from "../../../src/cli/program.ts";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "tsnb-cli-kernel-"));
  vi.stubEnv("JUPYTER_DATA_DIR", join(root, "user"));
  vi.stubEnv("JUPYTER_PATH", "");
  vi.stubEnv("VIRTUAL_ENV", "");
  vi.stubEnv("CONDA_PREFIX", "");
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

async function tsnb(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const out = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const err = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    const all = ["kernel", ...args];
    const thrown = await (await program(all)).parseAsync(["node", "tsnb", ...all]).then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    const code = thrown ? exitCodeOf(thrown.error, (text) => process.stderr.write(text)) : process.exitCode;
    const text = (spy: typeof out) => spy.mock.calls.map(([chunk]) => String(chunk)).join("");
    return { code, out: text(out), err: text(err) };
  } finally {
    process.exitCode = before;
    vi.restoreAllMocks();
  }
}

describe("tsnb kernel install", () => {
  it("writes the kernelspec of tsnb's own kernel, with its logos", async () => {
    const { code, out } = await tsnb("install");
    expect(code).toBe(0);
    const folder = join(root, "user", "kernels", "tsnb");
    expect(out).toContain(`Installed TypeScript (tsnb) as "tsnb" in ${folder}`);
    expect((await readdir(folder)).toSorted()).toEqual([
      "kernel.json",
      "logo-32x32.png",
      "logo-64x64.png",
      "logo-svg.svg",
    ]);
    expect(JSON.parse(await readFile(join(folder, "kernel.json"), "utf8"))).toMatchObject({
      argv: [
        process.execPath,
        expect.stringMatching(/dist[\\/]kernel[\\/]main\.cjs$/),
        "--connection-file",
        "{connection_file}",
      ],
      interrupt_mode: "message",
    });
  });

  it("copies the JupyterLab extension beside the kernels, with its licences", async () => {
    const { out } = await tsnb("install");
    const folder = join(root, "user", "labextensions", "tsnb");
    expect(out).toContain(`JupyterLab's extension is in ${folder}`);
    const { name, jupyterlab } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    expect(name).toBe("tsnb");
    expect(existsSync(join(folder, jupyterlab._build.load))).toBe(true);
    expect(existsSync(join(folder, "static", "third-party-licenses.json"))).toBe(true);
    expect(JSON.parse(await readFile(join(folder, "install.json"), "utf8"))).toMatchObject({ packageName: "tsnb" });
    expect((await readdir(join(root, "user"))).toSorted()).toEqual(["kernels", "labextensions"]);
  });

  it("replaces an older extension whole", async () => {
    await tsnb("install");
    const stray = join(root, "user", "labextensions", "tsnb", "static", "old.js");
    await writeFile(stray, "");
    await tsnb("install");
    expect(existsSync(stray)).toBe(false);
  });

  it("leaves the extension out with --no-lab", async () => {
    expect((await tsnb("install", "--no-lab")).out).not.toContain("JupyterLab");
    expect(await readdir(join(root, "user"))).toEqual(["kernels"]);
  });

  it("fails with one line when the extension cannot be written", async () => {
    await mkdir(join(root, "user"), { recursive: true });
    await writeFile(join(root, "user", "labextensions"), "a file, not a folder");
    const { code, err } = await tsnb("install");
    expect(code).toBe(1);
    expect(err).toMatch(/^tsnb: Writing the JupyterLab extension .*--no-lab installs the kernel alone\.$/);
  });

  it("names the features that an old Node.js lacks", async () => {
    const isOld = Number(process.versions.node.split(".")[0]) < 22;
    expect((await tsnb("install")).out.includes("With this Node.js,")).toBe(isOld);
  });
});

async function tsnbSpec(): Promise<unknown> {
  return JSON.parse(await readFile(join(root, "user", "kernels", "tsnb", "kernel.json"), "utf8"));
}

describe("tsnb kernel install --gateway", () => {
  const request = [
    "--RemoteProcessProxy.kernel-id",
    "{kernel_id}",
    "--RemoteProcessProxy.port-range",
    "{port_range}",
    "--RemoteProcessProxy.response-address",
    "{response_address}",
    "--RemoteProcessProxy.public-key",
    "{public_key}",
  ];

  it("writes the kernelspec of the distributed proxy, which starts the launcher on a host", async () => {
    await tsnb("install", "--gateway", "distributed", "--remote-hosts", "node-1, node-2");
    expect(await tsnbSpec()).toMatchObject({
      argv: [process.execPath, expect.stringMatching(/dist[\\/]cli[\\/]main\.cjs$/), "kernel", "launch", ...request],
      interrupt_mode: "message",
      metadata: {
        process_proxy: {
          class_name: "enterprise_gateway.services.processproxies.distributed.DistributedProcessProxy",
          config: { remote_hosts: "node-1,node-2" },
        },
      },
    });
    expect(await readdir(join(root, "user"))).toEqual(["kernels"]);
  });

  it("writes the kernelspec of the Kubernetes proxy, with what makes the pod", async () => {
    await tsnb("install", "--gateway", "kubernetes", "--image", "registry.example.org/tsnb");
    expect(await tsnbSpec()).toMatchObject({
      argv: ["python3", "{resource_dir}/launch_pod.py", ...request],
      metadata: {
        process_proxy: {
          class_name: "enterprise_gateway.services.processproxies.k8s.KubernetesProcessProxy",
          config: { image_name: "registry.example.org/tsnb" },
        },
      },
    });
    expect(await readdir(join(root, "user", "kernels", "tsnb"))).toEqual(
      expect.arrayContaining(["launch_pod.py", "kernel-pod.yaml.j2"]),
    );
  });

  it("names the proxies that it knows", async () => {
    const { code, err } = await tsnb("install", "--gateway", "yarn");
    expect(code).toBe(2);
    expect(err).toMatch(/distributed, kubernetes/);
  });
});

async function kernelJson(...path: readonly string[]): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(join(root, ...path, "kernels", "tslab", "kernel.json"), "utf8"));
}

describe("tsnb kernel install --tslab", () => {
  it("writes a kernelspec for the user with existing absolute paths, and says where", async () => {
    const { code, out } = await tsnb("install", "--tslab");
    expect(code).toBe(0);
    expect(out).toContain(join(root, "user", "kernels", "tslab"));
    const { argv, display_name, language } = await kernelJson("user");
    expect({ display_name, language }).toEqual({ display_name: "TypeScript (tslab)", language: "typescript" });
    expect(argv).toEqual([
      process.execPath,
      "--disable-warning=ExperimentalWarning",
      expect.stringMatching(/^--import=file:.*tslab-preload\.js$/),
      expect.stringMatching(/tslab[\\/]bin[\\/]tslab$/),
      "kernel",
      "--config-path",
      "{connection_file}",
    ]);
    const [, , preload, bin] = Array.isArray(argv) ? argv.map(String) : [];
    expect(isAbsolute(bin ?? "") && existsSync(bin ?? "")).toBe(true);
    expect(existsSync(new URL(preload?.slice("--import=".length) ?? "", "file:"))).toBe(true);
  });

  it("writes into --prefix, and says how another Jupyter would find it", async () => {
    const { code, out } = await tsnb("install", "--tslab", "--prefix", root);
    expect(code).toBe(0);
    expect(await kernelJson("share", "jupyter")).toHaveProperty("argv");
    expect(out).toContain(`add ${join(root, "share", "jupyter")} to JUPYTER_PATH`);
    expect(existsSync(join(root, "user"))).toBe(false);
  });

  it.each(["VIRTUAL_ENV", "CONDA_PREFIX"])("writes into the environment of %s for --sys-prefix", async (variable) => {
    vi.stubEnv(variable, root);
    const { code, out } = await tsnb("install", "--tslab", "--sys-prefix");
    expect(code).toBe(0);
    expect(out).not.toContain("JUPYTER_PATH");
    expect(await kernelJson("share", "jupyter")).toHaveProperty("argv");
  });

  it("fails for --sys-prefix outside an environment, naming the variables", async () => {
    const { code, err } = await tsnb("install", "--tslab", "--sys-prefix");
    expect(code).toBe(1);
    expect(err).toMatch(/neither VIRTUAL_ENV nor CONDA_PREFIX is set/);
    expect(await readdir(root)).toEqual([]);
  });

  it("uses another Node.js with --node", async () => {
    await symlink(process.execPath, join(root, "node24"));
    expect((await tsnb("install", "--tslab", "--node", join(root, "node24"))).code).toBe(0);
    expect((await kernelJson("user"))["argv"]).toHaveProperty("0", join(root, "node24"));
  });

  it.each([[["--user", "--sys-prefix"]], [["--user", "--prefix", "x"]], [["--sys-prefix", "--prefix", "x"]]])(
    "refuses %j together",
    async (options) => {
      const { code, err } = await tsnb("install", "--tslab", ...options);
      expect(code).toBe(2);
      expect(err).toContain("cannot be used with option");
      expect(await readdir(root)).toEqual([]);
    },
  );

  it.each(["", " "])("refuses %j as a prefix, and installs nothing into the current folder", async (prefix) => {
    vi.spyOn(process, "cwd").mockReturnValue(root);
    const { code, err } = await tsnb("install", "--tslab", "--prefix", prefix);
    expect(code).toBe(2);
    expect(err).toContain("It must name a folder");
    expect(await readdir(root)).toEqual([]);
  });

  it("fails with one line when the place cannot be written to", async () => {
    await writeFile(join(root, "share"), "a file, not a folder");
    const { code, err } = await tsnb("install", "--tslab", "--prefix", root);
    expect(code).toBe(1);
    expect(err).toMatch(/^tsnb: Writing the kernelspec .*no kernelspec was left half-written\.$/);
    expect(await readdir(root)).toEqual(["share"]);
  });
});

describe("tsnb kernel list", () => {
  it("prints name, title and folder of each kernel", async () => {
    await tsnb("install", "--tslab");
    const { code, out } = await tsnb("list");
    expect(code).toBe(0);
    expect(out).toContain(`TypeScript (tslab)  ${join(root, "user", "kernels", "tslab")}\n`);
  });

  it("reports a malformed kernelspec and fails", async () => {
    await tsnb("install", "--tslab");
    await writeFile(join(root, "user", "kernels", "tslab", "kernel.json"), '{"argv": "tslab", "display_name": "x"}');
    const { code, err } = await tsnb("list");
    expect(code).toBe(1);
    expect(err).toContain('the field "argv" is wrong');
  });

  it("refuses the options of a run that copy files to a server", async () => {
    const { code, err } = await tsnb("list", "--sync");
    expect(code).toBe(2);
    expect(err).toContain("unknown option '--sync'");
  });
});

describe("tsnb kernel uninstall", () => {
  it("removes the lines of install", async () => {
    await tsnb("install", "--tslab");
    const { code, out } = await tsnb("uninstall", "tslab");
    expect(code).toBe(0);
    expect(out).toContain("Removed");
    expect(await readdir(join(root, "user", "kernels"))).toEqual([]);
  });

  it("removes JupyterLab's extension with tsnb's own kernel", async () => {
    await tsnb("install");
    const { out } = await tsnb("uninstall", "tsnb");
    expect(out).toContain(join("labextensions", "tsnb"));
    expect(await readdir(join(root, "user", "labextensions"))).toEqual([]);
  });

  it("fails for a kernel that is not installed and for an invalid name", async () => {
    const absent = await tsnb("uninstall", "tslab");
    expect(absent).toMatchObject({ code: 1, err: expect.stringContaining("it is not in") });
    expect((await tsnb("uninstall", "../tslab")).code).toBe(2);
  });
});
