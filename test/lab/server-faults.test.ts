import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { isAlive } from "../../src/util/programs/is-alive.ts";
import { notebookText } from "../support/notebooks.ts";
import { startCuttingProxy } from "./support/cutting-proxy.ts";
import { type JupyterServer, startJupyterServer } from "./support/jupyter-server.ts";
import { root } from "./support/paths.ts";
import { type Ended, runTsnb } from "./support/run-tsnb.ts";

const folder = mkdtempSync(join(tmpdir(), "tsnb-server-faults-"));
let server: JupyterServer;

const Kernels = v.array(v.object({ id: v.string() }));

beforeAll(async () => {
  server = await startJupyterServer(inject("venv"), folder);
}, 60_000);

afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

function tsnb(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return runTsnb(args, { cwd: folder, venv: inject("venv"), env });
}

function write(name: string, cells: readonly string[], kernel: string): void {
  writeFileSync(join(folder, name), notebookText(cells, kernel));
}

async function exists(name: string): Promise<void> {
  await expect.poll(() => existsSync(join(folder, name)), { timeout: 60_000 }).toBe(true);
}

/** The answer of a server's REST API. */
async function ask({ url, token }: JupyterServer, path: string, method = "GET"): Promise<unknown> {
  const answer = await fetch(`${url}/${path}`, { method, headers: { authorization: `token ${token}` } });
  return answer.status === 200 ? answer.json() : answer.status;
}

describe("a kernel that is not left alone", () => {
  it.each([
    ["tsnb", 'import { writeFileSync } from "node:fs";\nwriteFileSync("tsnb.txt", "");\nawait new Promise(() => {});'],
    ["python3", "import time\nopen('python3.txt', 'w').close()\ntime.sleep(600)"],
  ])("is lost when somebody restarts it: %s", async (kernel, code) => {
    write(`restarted-${kernel}.ipynb`, [code, "1"], kernel);
    const args = ["run", `restarted-${kernel}.ipynb`, "--server", server.url, "--token", server.token];
    const running = tsnb(args);
    await exists(`${kernel}.txt`);
    for (const { id } of v.parse(Kernels, await ask(server, "api/kernels"))) {
      await ask(server, `api/kernels/${id}/restart`, "POST");
    }
    const { status, stderr } = await running;
    expect(stderr).toMatch(/cell 1 of restarted-\w+\.ipynb: the kernel was lost: it was restarted on the server/);
    expect(status).toBe(4);
    expect(await ask(server, "api/kernels")).toEqual([]);
  });

  it("is lost when the server culls it, and its notebook does not begin again", async () => {
    const limits = ["idle_timeout=2", "interval=1", "connected=True", "busy=True"];
    const args = limits.map((limit) => `--MappingKernelManager.cull_${limit}`);
    const culling = await startJupyterServer(inject("venv"), folder, { args });
    const code = "import time\nopen('culled.txt', 'a').write('once')\ntime.sleep(600)";
    write("culled.ipynb", [code], "python3");
    const { status, stderr } = await tsnb(["run", "culled.ipynb", "--server", culling.url, "--token", culling.token]);
    await culling.stop();
    expect(stderr).toMatch(/cell 1 of culled\.ipynb: the kernel was lost: .*it was deleted or culled there/);
    expect({ status, ran: readFileSync(join(folder, "culled.txt"), "utf8") }).toEqual({ status: 4, ran: "once" });
  });
});

describe("a server that is killed and started again", () => {
  it("keeps the notebooks waiting, and runs again only the one that it had", async () => {
    const one = await startJupyterServer(inject("venv"), folder);
    const names = ["a", "b", "c", "d"];
    mkdirSync(join(folder, "queue"));
    for (const name of names) {
      write(`queue/${name}.ipynb`, [`open('ran.txt', 'a').write('${name}')\nimport time\ntime.sleep(3)`], "python3");
    }
    const running = tsnb(["run", "queue", "--jobs", "1", "--server", one.url, "--token", one.token]);
    const ran = () => readFileSync(join(folder, "queue", "ran.txt"), "utf8");
    await exists("queue/ran.txt");
    await expect.poll(ran, { timeout: 60_000 }).toBe("ab");
    await one.stop("SIGKILL");
    const { port } = new URL(one.url);
    const two = await startJupyterServer(inject("venv"), folder, { port: Number(port), token: one.token });
    const { status, stderr } = await running;
    await two.stop();
    expect({ status, ran: ran() }).toEqual({ status: 0, ran: "abbcd" });
    expect(stderr.match(/\w+\.ipynb: it starts again/g)).toEqual(["b.ipynb: it starts again"]);
  }, 240_000);
});

describe("a kernel that outlives its killed server", () => {
  it("keeps its notebook from beginning again elsewhere", async () => {
    const kernels = mkdtempSync(join(tmpdir(), "tsnb-orphans-"));
    mkdirSync(join(kernels, "kernels", "bare"), { recursive: true });
    // Unlike the kernel that tsnb installs, tslab itself does not watch the process that started it.
    const argv = [process.execPath, join(root, "node_modules/tslab/bin/tslab"), "kernel"];
    const spec = {
      argv: [...argv, "--config-path", "{connection_file}"],
      display_name: "bare",
      language: "typescript",
    };
    writeFileSync(join(kernels, "kernels", "bare", "kernel.json"), JSON.stringify(spec));
    const own = { env: { JUPYTER_PATH: kernels } };
    const [one, two] = [
      await startJupyterServer(inject("venv"), folder, own),
      await startJupyterServer(inject("venv"), folder, own),
    ];
    const code = [
      'import { appendFileSync } from "node:fs";',
      'appendFileSync("orphan.txt", `${process.pid}\\n`);',
      "await new Promise((resolve) => setTimeout(resolve, 600_000));",
    ];
    write("orphan.ipynb", [code.join("\n")], "bare");
    const list = [
      { url: one.url, tokenVariable: "ONE", jobs: 2 },
      { url: two.url, tokenVariable: "TWO", jobs: 1 },
    ];
    writeFileSync(join(folder, "orphan.json"), JSON.stringify(list));
    const running = tsnb(["run", "orphan.ipynb", "--servers", "orphan.json"], { ONE: one.token, TWO: two.token });
    await exists("orphan.txt");
    await one.stop("SIGKILL");
    const { status, stderr } = await running;
    const pids = readFileSync(join(folder, "orphan.txt"), "utf8").trimEnd().split("\n").map(Number);
    const alive = pids.filter(isAlive);
    for (const pid of alive) process.kill(pid);
    await two.stop();
    rmSync(kernels, { recursive: true, force: true });
    expect(stderr).toMatch(/cell 1 of orphan\.ipynb: .*its kernel may still run there, so it does not start again/);
    expect({ status, ran: pids.length, alive: alive.length }).toEqual({ status: 4, ran: 1, alive: 1 });
  });
});

describe("a server that only the network hides", () => {
  it("gets the notebook back that its kernel still runs, and no other server runs it", async () => {
    const other = await startJupyterServer(inject("venv"), folder);
    // This is longer than a run waits for a server that has ended.
    const restored = exists("cut.txt").then(() => delay(25_000));
    const proxy = await startCuttingProxy(server.url, /before the cut/, restored);
    const code = [
      "import time",
      "print('before the cut', flush=True)",
      "open('cut.txt', 'a').write('once')",
      "time.sleep(5)",
      "print('during the cut', flush=True)",
    ];
    write("hidden.ipynb", [code.join("\n"), "print('after the cut')"], "python3");
    const list = [
      { url: proxy.url, tokenVariable: "HIDDEN", jobs: 2 },
      { url: other.url, tokenVariable: "OTHER", jobs: 1 },
    ];
    writeFileSync(join(folder, "hidden.json"), JSON.stringify(list));
    const env = { HIDDEN: server.token, OTHER: other.token };
    const { status, stderr } = await tsnb(["run", "hidden.ipynb", "--servers", "hidden.json"], env);
    proxy.close();
    expect({ status, stderr: stderr.match(/starts again.*/) }).toEqual({ status: 0, stderr: null });
    expect(readFileSync(join(folder, "cut.txt"), "utf8")).toBe("once");
    const printed = readFileSync(join(folder, "out", "notebooks", "hidden.ipynb"), "utf8");
    for (const text of ["before", "during", "after"]) expect(printed).toContain(`${text} the cut`);
    expect(await ask(other, "api/kernels")).toEqual([]);
    await other.stop();
  });
});
