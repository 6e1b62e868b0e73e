import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { notebookText } from "../support/notebooks.ts";
import { run } from "./support/command.ts";
import { type EnterpriseGateway, startEnterpriseGateway } from "./support/enterprise-gateway.ts";
import { tsnb } from "./support/paths.ts";
import { type Ended, runTsnb } from "./support/run-tsnb.ts";

const folder = mkdtempSync(join(tmpdir(), "tsnb-on-gateway-"));
const prefix = mkdtempSync(join(tmpdir(), "tsnb-gateway-kernels-"));
let gateway: EnterpriseGateway;

beforeAll(async () => {
  const hosts = ["--gateway", "distributed", "--remote-hosts", "127.0.0.1"];
  await run(process.execPath, [tsnb, "kernel", "install", "--prefix", prefix, ...hosts]);
  const args = ["--EnterpriseGatewayApp.max_kernels=1"];
  gateway = await startEnterpriseGateway(prefix, { args, isListing: false });
});

afterAll(async () => {
  await gateway.stop();
  for (const made of [folder, prefix]) rmSync(made, { recursive: true, force: true });
});

function command(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return runTsnb([...args, "--server", gateway.url], { cwd: folder, venv: inject("venv"), env });
}

function write(name: string, cells: readonly string[], kernel = {}): void {
  const text = notebookText(cells, "tsnb").replace('"metadata":{', `"metadata":{"tsnb":${JSON.stringify({ kernel })},`);
  writeFileSync(join(folder, name), text);
}

describe("Enterprise Gateway, which lists its running kernels to nobody,", () => {
  it("lists the kernels that it can start", async () => {
    const { status, stdout } = await command(["kernel", "list"]);
    expect({ status, stdout }).toMatchObject({ status: 0, stdout: expect.stringContaining("tsnb") });
  });

  it("gives kernels the requested settings, one after the other where it allows only one", async () => {
    const names = ["CPUS", "GPUS", "MEMORY", "LAUNCH_TIMEOUT"];
    const code = `console.log(${names.map((name) => `process.env["KERNEL_${name}"]`).join(", ")}, process.cwd());`;
    const kernel = { KERNEL_GPUS: 2, KERNEL_MEMORY: "2G" };
    for (const name of ["a.ipynb", "b.ipynb"]) write(name, [code], kernel);
    const env = { KERNEL_CPUS: "1", KERNEL_GPUS: "1", KERNEL_MEMORY: "1G" };
    const { status, stderr } = await command(["run", "a.ipynb", "b.ipynb", "--env", "KERNEL_MEMORY=3G"], env);
    expect(stderr).toMatch(/[ab]\.ipynb: it waits for a free place \(.*the server has no room for it \(403: /);
    expect(status).toBe(0);
    for (const name of ["a.ipynb", "b.ipynb"]) {
      expect(readFileSync(join(folder, "out", "notebooks", name), "utf8")).toContain(`1 2 3G 298 ${folder}\\n`);
    }
  });

  it("restarts a kernel for somebody else, which fails its notebook", async () => {
    write("restarted.ipynb", [
      'import { writeFileSync } from "node:fs";\nwriteFileSync("id.txt", process.env["KERNEL_ID"] ?? "");',
      'writeFileSync("waits.txt", "");\nawait new Promise(() => {});',
    ]);
    const running = command(["run", "restarted.ipynb"]);
    await expect.poll(() => existsSync(join(folder, "waits.txt")), { timeout: 60_000 }).toBe(true);
    const id = readFileSync(join(folder, "id.txt"), "utf8");
    await fetch(`${gateway.url}/api/kernels/${id}/restart`, { method: "POST" });
    const { status, stderr } = await running;
    // The gateway interrupts the kernel first, whose last reply may arrive, and sends nothing from the new process.
    expect(stderr).toMatch(/cell 2 of restarted\.ipynb: the kernel was lost: it was restarted on the server/);
    expect(status).toBe(4);
  }, 120_000);
});
