import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { certificateFile } from "../run/support/certificate.ts";
import { notebookText } from "../support/notebooks.ts";
import { startCuttingProxy } from "./support/cutting-proxy.ts";
import { startHub } from "./support/hub.ts";
import {
  type JupyterServer,
  startJupyterServer,
  startKernelGateway,
  startNotebook6,
} from "./support/jupyter-server.ts";
import { type Ended, runTsnb } from "./support/run-tsnb.ts";
import { inVenv, makeVenv } from "./support/venv.ts";

const folder = mkdtempSync(join(tmpdir(), "tsnb-servers-"));
let server: JupyterServer;
let url: string;

const TYPESCRIPT = [
  "const x: number = 2;\nx * 21",
  'console.log(process.env.NO_COLOR, process.env.FORCE_COLOR, process.env.COLUMNS);\nconsole.error("err");',
  "for (let i = 0; i < 3; i++) console.log({ i });",
];
const PYTHON = ["import os\nprint(os.environ['NO_COLOR'], os.environ['COLUMNS'])", "1 + 1"];

beforeAll(async () => {
  server = await startJupyterServer(inject("venv"), folder, { args: ["--ServerApp.base_url=/base/path"] });
  url = `${server.url}/base/path`;
}, 60_000);

afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

function tsnb(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return runTsnb(args, { cwd: folder, venv: inject("venv"), env });
}

function executed(out: string, name: string): string {
  return readFileSync(join(folder, out, "notebooks", name), "utf8");
}

function write(name: string, cells: readonly string[], kernel = "tsnb"): void {
  writeFileSync(join(folder, name), notebookText(cells, kernel));
}

/** Runs a notebook on a local kernel and with `args`; resolves to both executed notebooks. */
async function bothOf(name: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const local = await tsnb(["run", name, "--out", "local"]);
  const remote = await tsnb(["run", name, "--out", "remote", ...args], env);
  if (local.status !== 0 || remote.status !== 0) throw new Error(local.stderr + remote.stderr);
  return { here: executed("local", name), there: executed("remote", name) };
}

// Once this fails, src/run/servers/connection/reconnecting-socket.ts need not acknowledge messages at once.
it("Jupyter Server leaves Nagle's algorithm on for its WebSockets", () => {
  const modules = ["jupyter_server.base.websocket", "jupyter_server.services.kernels.websocket"];
  const code = `import inspect, ${modules.join(", ")}\nprint(*["set_nodelay" in inspect.getsource(m) for m in (${modules.join(", ")})])`;
  const python = inVenv(inject("venv"), "python");
  expect(execFileSync(python, ["-c", code], { encoding: "utf8" })).toBe("False False\n");
});

// Once this fails, src/run/servers/http/refusal.ts need not take a missing temporary file for a full disk.
it("Jupyter Server hides the reason that a new file cannot be written", () => {
  const code = [
    "import os, tempfile",
    "from jupyter_server.services.contents.fileio import atomic_writing",
    "try:",
    "    with atomic_writing(os.path.join(tempfile.mkdtemp(), 'a.txt')):",
    "        raise OSError(28, 'No space left on device')",
    "except OSError as error:",
    "    print(error.errno)",
  ];
  const python = inVenv(inject("venv"), "python");
  expect(execFileSync(python, ["-c", code.join("\n")], { encoding: "utf8" })).toBe("2\n");
});

describe("a run on a Jupyter server", () => {
  it.each([
    ["tsnb", TYPESCRIPT],
    ["tslab", TYPESCRIPT],
    ["python3", PYTHON],
  ] as const)("gives the outputs of a local run, byte for byte: %s", async (kernel, cells) => {
    write(`${kernel}.ipynb`, cells, kernel);
    const { here, there } = await bothOf(`${kernel}.ipynb`, ["--server", url, "--token", server.token]);
    expect(there).toBe(here);
  });

  it("takes the server and the token from the environment, but not inside JupyterLab's terminal", async () => {
    write("env.ipynb", ['console.log("here");']);
    const env = { JUPYTER_SERVER_URL: "http://127.0.0.1:9/", JUPYTER_TOKEN: server.token };
    expect(await tsnb(["run", "env.ipynb"], { ...env, JUPYTER_SERVER_URL: url })).toMatchObject({ status: 0 });
    expect(await tsnb(["run", "env.ipynb"], env)).toMatchObject({ status: 4 });
    expect(await tsnb(["run", "env.ipynb"], { ...env, JUPYTER_SERVER_ROOT: folder })).toMatchObject({ status: 0 });
  });

  it("works in the notebook's folder below the server's root", async () => {
    mkdirSync(join(folder, "sub"));
    writeFileSync(join(folder, "sub", "helper.ts"), "export const answer: number = 42;");
    write("sub/helped.ipynb", ['import { answer } from "./helper.ts";\nconsole.log(answer);']);
    const { status } = await tsnb(["run", "sub/helped.ipynb", "--server", url, "--token", server.token]);
    expect(status).toBe(0);
    expect(executed("out", "helped.ipynb")).toContain('"42\\n"');
  });

  it("shows the token nowhere, whatever happens", async () => {
    const { token } = server;
    write("told.ipynb", [
      `console.log("${token.slice(0, 9)}" + "${token.slice(9)}");\nthrow new Error(process.argv[0]);`,
    ]);
    const reports = [
      "--junit",
      "o/j.xml",
      "--html",
      "o/h.html",
      "--markdown",
      "o/m.md",
      "--json",
      "--log",
      "--verbose",
    ];
    const ended = await tsnb(["run", "told.ipynb", "--out", "o", "--server", `${url}/lab?token=${token}`, ...reports]);
    expect(ended.status).toBe(1);
    expect(ended.stdout).toContain("[secret token]");
    const files = readdirSync(join(folder, "o"), { recursive: true, encoding: "utf8", withFileTypes: true });
    const texts = files
      .filter((file) => file.isFile())
      .map((file) => readFileSync(join(file.parentPath, file.name), "utf8"));
    expect(texts.length).toBeGreaterThanOrEqual(4);
    for (const text of [ended.stdout, ended.stderr, server.log(), ...texts]) expect(text).not.toContain(token);
    const wrong = await tsnb(["run", "told.ipynb", "--server", url, "--token", "not-the-right-token"]);
    expect(wrong.status).toBe(4);
    expect(wrong.stderr).toMatch(/refused it with 403 \(Forbidden\), and the token is unknown there or has expired/);
    expect(wrong.stderr).not.toContain("not-the-right-token");
  });

  it("lists the kernels, and names them when one is missing", async () => {
    const list = await tsnb(["kernel", "list", "--server", url, "--token", server.token]);
    expect(list.stdout).toContain(`tsnb     TypeScript (tsnb)  ${url}/\n`);
    write("missing.ipynb", ["1"], "nosuch");
    const { status, stderr } = await tsnb([
      "run",
      "missing.ipynb",
      "-k",
      "nosuch",
      "--server",
      url,
      "--token",
      server.token,
    ]);
    expect(status).toBe(2);
    expect(stderr).toContain(`Finding the kernel "nosuch": it is not in ${url}/; there are python3, tslab, tsnb.`);
  });

  it.each([
    ["tsnb", "for (let i = 0; i < 20; i++) { console.log('line', i); await new Promise((r) => setTimeout(r, 100)); }"],
    ["python3", "import time\nfor i in range(20):\n    print('line', i, flush=True)\n    time.sleep(0.1)"],
  ])("loses no output when the connection is cut: %s", async (kernel, code) => {
    write(`cut-${kernel}.ipynb`, [code, "1 + 1"], kernel);
    const proxy = await startCuttingProxy(server.url, /"?line.{0,3} 4/);
    const { status, stderr } = await tsnb([
      "run",
      `cut-${kernel}.ipynb`,
      "--server",
      `${proxy.url}/base/path`,
      "--token",
      server.token,
    ]);
    proxy.close();
    expect(stderr).not.toContain("lost");
    expect({ status, cuts: proxy.cuts() }).toEqual({ status: 0, cuts: 1 });
    const lines = executed("out", `cut-${kernel}.ipynb`).match(/line \d+/g);
    expect(lines).toEqual(Array.from({ length: 20 }, (_, index) => `line ${index}`));
  });

  it("fails a cell whose output the server drops, and names the option", async () => {
    write("flood.ipynb", ["for (let i = 0; i < 8; i++) console.log('x'.repeat(1e6));"]);
    const { status, stderr } = await tsnb(["run", "flood.ipynb", "--server", url, "--token", server.token]);
    expect(status).toBe(1);
    expect(stderr).toContain(
      "Running cell 1 of flood.ipynb: some of its outputs are lost: the server drops output above its limit of 1000000 bytes a second. Print less at a time, or start the server with --ServerApp.iopub_data_rate_limit=1e10.",
    );
  });

  it.each([
    [
      "a program that does not exist",
      ["/no/such/program", "{connection_file}"],
      /the server answered 500 \(Unhandled error\)\. The server's log has details\./,
    ],
    [
      "a program that ends at once",
      [process.execPath, "-e", "process.exit(3)"],
      /it ended, and the server no longer has it/,
    ],
  ])("reports a kernelspec that cannot be started: %s", async (_, argv, said) => {
    const kernels = mkdtempSync(join(tmpdir(), "tsnb-broken-"));
    mkdirSync(join(kernels, "kernels", "broken"), { recursive: true });
    const spec = { argv, display_name: "broken", language: "typescript" };
    writeFileSync(join(kernels, "kernels", "broken", "kernel.json"), JSON.stringify(spec));
    const own = await startJupyterServer(inject("venv"), folder, { env: { JUPYTER_PATH: kernels } });
    write("broken.ipynb", ["1"], "broken");
    const ended = await tsnb(["run", "broken.ipynb", "--server", own.url, "--token", own.token]);
    await own.stop();
    rmSync(kernels, { recursive: true, force: true });
    expect(ended.status).toBe(4);
    expect(ended.stderr).toContain('Starting the kernel "broken": ');
    expect(ended.stderr).toMatch(said);
  });

  it("reports a kernel that dies, and is not misled by the new one", async () => {
    write("dies.ipynb", ["import os", "os._exit(3)", "print('after')"], "python3");
    const { status, stderr } = await tsnb(["run", "dies.ipynb", "--server", url, "--token", server.token]);
    expect(status).toBe(4);
    expect(stderr).toMatch(/Running cell 2 of dies\.ipynb: the kernel was lost: it ended and was restarted/);
    expect(executed("out", "dies.ipynb")).not.toContain("after\\n");
  });
});

describe("a run on another server", () => {
  it("uploads the notebook's folder, downloads the files that the run wrote, and names --sync where it is needed", async () => {
    const there = mkdtempSync(join(tmpdir(), "tsnb-elsewhere-"));
    // With this setting, the server deletes only empty folders.
    const args = ["--FileContentsManager.delete_to_trash=False"];
    const other = await startJupyterServer(inject("venv"), there, { args });
    const files = { "helper.ts": "export const answer: number = 42;", "tools.py": "answer = 43", "in.txt": "before" };
    mkdirSync(join(folder, "synced"));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, "synced", name), text);
    write("synced/a.ipynb", [
      'import { answer } from "./helper.ts";\nimport { mkdirSync, writeFileSync } from "node:fs";',
      'mkdirSync("made");\nwriteFileSync("made/new.bin", Buffer.of(0, 255, answer));\nwriteFileSync("in.txt", "after");',
    ]);
    write("synced/b.ipynb", ["from tools import answer\nprint(answer, file=open('b.txt', 'w'))"], "python3");
    const run = ["run", "synced", "--out", "synced-out", "--server", other.url, "--token", other.token];
    const without = await tsnb(run);
    expect(without.status).toBe(1);
    for (const name of ["helper.ts", "tools"])
      expect(without.stderr + without.stdout).toMatch(
        new RegExp(`${name} exists here but not in the kernel's folder on the server; upload .* with --sync`),
      );
    const { status, stderr } = await tsnb([...run, "--sync"]);
    expect({ status, stderr: stderr.match(/left on the server.*/) }).toEqual({ status: 0, stderr: null });
    expect(readFileSync(join(folder, "synced", "made", "new.bin"))).toEqual(Buffer.of(0, 255, 42));
    expect(readFileSync(join(folder, "synced", "in.txt"), "utf8")).toBe("after");
    expect(readFileSync(join(folder, "synced", "b.txt"), "utf8")).toBe("43\n");
    expect(readdirSync(there).filter((name) => !name.startsWith("."))).toEqual([]);
    await other.stop();
    rmSync(there, { recursive: true, force: true });
  }, 120_000);

  it("goes without a token where none is asked for", async () => {
    const open = await startJupyterServer(inject("venv"), folder, { token: "" });
    write("open.ipynb", TYPESCRIPT);
    const { here, there } = await bothOf("open.ipynb", ["--server", open.url]);
    expect(there).toBe(here);
    await open.stop();
  });

  it("goes over TLS with an authority and a certificate of its own", async () => {
    const files = { certfile: "server", keyfile: "server-key", client_ca: "ca" } as const;
    const args = Object.entries(files).map(([name, file]) => `--ServerApp.${name}=${certificateFile(file)}`);
    const own = await startJupyterServer(inject("venv"), folder, { args });
    const secure = own.url.replace("http:", "https:");
    write("tls.ipynb", TYPESCRIPT);
    const ca = ["--server", secure, "--token", own.token, "--ca", certificateFile("ca")];
    const client = ["--client-cert", certificateFile("client"), "--client-key", certificateFile("client-key")];
    const { here, there } = await bothOf("tls.ipynb", [...ca, ...client]);
    expect(there).toBe(here);
    const without = await tsnb(["run", "tls.ipynb", "--server", secure, "--token", own.token]);
    expect(without.status).toBe(4);
    expect(without.stderr).toContain("its certificate is signed by an authority that is not trusted here");
    await own.stop();
  });

  it("goes on Notebook 6, with and without --sync", async () => {
    const venv = await makeVenv("notebook6-venv", ["notebook==6.5.*"]);
    const there = mkdtempSync(join(tmpdir(), "tsnb-notebook6-"));
    const old = await startNotebook6(venv, there);
    mkdirSync(join(folder, "old"));
    for (const name of ["old.ipynb", "old/old.ipynb"])
      write(name, ["open('from-old.txt', 'w').write('there')", "1 + 1"], "python3");
    const { here, there: remote } = await bothOf("old.ipynb", ["--server", old.url, "--token", old.token]);
    expect(remote).toBe(here);
    expect(readFileSync(join(there, "from-old.txt"), "utf8")).toBe("there");
    const sync = ["run", "old/old.ipynb", "--sync", "--server", `${old.url}/tree`, "--token", old.token];
    expect(await tsnb(sync)).toMatchObject({ status: 0 });
    expect(readFileSync(join(folder, "old", "from-old.txt"), "utf8")).toBe("there");
    await old.stop();
    rmSync(there, { recursive: true, force: true });
  }, 240_000);

  it("goes on a Kernel Gateway, from the variables of Jupyter's own client", async () => {
    const gateway = await startKernelGateway(inject("venv"), folder);
    write("gateway.ipynb", TYPESCRIPT);
    const env = { JUPYTER_GATEWAY_URL: gateway.url, JUPYTER_GATEWAY_AUTH_TOKEN: gateway.token };
    const { here, there } = await bothOf("gateway.ipynb", [], env);
    expect(there).toBe(here);
    await gateway.stop();
  });

  it("goes on the servers of two users of a JupyterHub, each with a token of its own", async () => {
    const hub = await startHub(inject("venv"), ["ann", "bob"]);
    write("hub.ipynb", [...TYPESCRIPT, 'console.log("of a hub");']);
    for (const [user, token] of Object.entries(hub.tokens)) {
      writeFileSync(join(folder, `${user}.token`), `${token}\n`);
      const { here, there } = await bothOf("hub.ipynb", ["--server", hub.url, "--token-file", `${user}.token`]);
      expect(there).toBe(here);
    }
    const other = await tsnb(["run", "hub.ipynb", "--server", `${hub.url}user/bob/`, "--token-file", "ann.token"]);
    expect(other.status).toBe(4);
    const named = (name: string) => ["--server", `${hub.url}user/ann/${name}/`, "--token-file", "ann.token"];
    expect(await tsnb(["run", "hub.ipynb", ...named("gpu")])).toMatchObject({ status: 0 });
    const broken = await tsnb(["run", "hub.ipynb", ...named("broken")]);
    expect(broken.status).toBe(4);
    expect(broken.stderr).toMatch(/Asking the JupyterHub for the user's server at .*(there is no room for it|500)/);
    const slow = await tsnb(["run", "hub.ipynb", ...named("slow"), "--startup-timeout", "12"]);
    expect(slow.status).toBe(4);
    expect(slow.stderr).toContain("it did not start within 12 s. Start the server on the hub's page to see more");
    const headers = { authorization: `token ${hub.tokens["ann"]}` };
    const answer = await fetch(`${hub.url}hub/api/users/ann`, { headers });
    expect(await answer.json()).toMatchObject({ servers: { "": { ready: true }, gpu: { ready: true } } });
    await hub.stop();
  }, 240_000);
});

describe("a run on two servers", () => {
  it("shares the notebooks out, and gives them to the other when one is killed", async () => {
    const args = { args: ["--ServerApp.shutdown_no_activity_timeout=0"] };
    const [one, two] = await Promise.all([
      startJupyterServer(inject("venv"), folder, args),
      startJupyterServer(inject("venv"), folder, args),
    ]);
    mkdirSync(join(folder, "many"));
    for (let index = 0; index < 6; index++) {
      // Each run of the first cell adds a line with its process and those before it that are still alive.
      const firstCell = `
        import { appendFileSync, existsSync, readFileSync } from "node:fs";
        const earlier = existsSync("${index}.runs") ? readFileSync("${index}.runs", "utf8").split("\\n") : [];
        const pids = earlier.map((line) => Number(line.split(" ")[0])).filter((pid) => pid > 0);
        const alive = pids.filter((pid) => existsSync(\`/proc/\${pid}\`));
        appendFileSync("${index}.runs", [process.pid, ...alive].join(" ") + "\\n");
        await new Promise((r) => setTimeout(r, 5000));`;
      write(`many/${index}.ipynb`, [firstCell, `console.log("n${index}");`]);
    }
    const list = [one, two].map((each, index) => ({ url: each.url, tokenVariable: `TOKEN_${index}`, jobs: 2 }));
    writeFileSync(join(folder, "servers.json"), JSON.stringify(list));
    const env = { TOKEN_0: one.token, TOKEN_1: two.token };
    const running = tsnb(["run", "many", "--out", "shared", "--servers", "servers.json"], env);
    const noted = () => readdirSync(join(folder, "many")).filter((name) => name.endsWith(".runs"));
    await expect.poll(noted, { timeout: 60_000 }).toHaveLength(4);
    await one.stop("SIGKILL");
    const { status, stderr } = await running;
    expect(stderr).toContain("it starts again, on another server if there is one");
    expect(status).toBe(0);
    for (let index = 0; index < 6; index++) expect(executed("shared", `${index}.ipynb`)).toContain(`"n${index}\\n"`);
    const begunAgain = stderr.match(/(?<=\D)\d(?=\.ipynb: it starts again)/g) ?? [];
    for (let index = 0; index < 6; index++) {
      const runs = readFileSync(join(folder, "many", `${index}.runs`), "utf8")
        .trimEnd()
        .split("\n");
      expect(runs.filter((line) => line.includes(" "))).toEqual([]);
      expect(runs).toHaveLength(1 + begunAgain.filter((name) => name === String(index)).length);
    }
    await two.stop();
  }, 240_000);

  it("uploads a notebook's folder again to the other server when one is killed, and names the copy that is left", async () => {
    const roots = [mkdtempSync(join(tmpdir(), "tsnb-one-")), mkdtempSync(join(tmpdir(), "tsnb-two-"))];
    const [one, two] = await Promise.all(roots.map((root) => startJupyterServer(inject("venv"), root)));
    if (one === undefined || two === undefined) throw new Error("no servers");
    const begun = () => roots.map((root) => readdirSync(root, { recursive: true, encoding: "utf8" }).join(" "));
    mkdirSync(join(folder, "copied"));
    writeFileSync(join(folder, "copied", "in.txt"), "in");
    const code = `
      import { readFileSync, writeFileSync } from "node:fs";
      writeFileSync("begun.txt", "");
      await new Promise((r) => setTimeout(r, 5000));
      writeFileSync("10:00.txt", readFileSync("in.txt", "utf8") + process.cwd());`;
    write("copied/a.ipynb", [code]);
    const list = [one, two].map((each, index) => ({ url: each.url, tokenVariable: `TOKEN_${index}`, jobs: 1 }));
    writeFileSync(join(folder, "copied.json"), JSON.stringify(list));
    const env = { TOKEN_0: one.token, TOKEN_1: two.token };
    const running = tsnb(["run", "copied", "--out", "copied-out", "--servers", "copied.json", "--sync"], env);
    await expect.poll(begun, { timeout: 60_000 }).toContainEqual(expect.stringContaining("begun.txt"));
    const first = begun().findIndex((names) => names.includes("begun.txt"));
    const [killed, other] = first === 0 ? [one, two] : [two, one];
    await killed.stop("SIGKILL");
    const { status, stderr } = await running;
    expect({ status, again: stderr.match(/starts again/g)?.length }).toEqual({ status: 0, again: 1 });
    expect(stderr).toMatch(new RegExp(`the folder tsnb-sync-\\w+ is left on ${killed.url}/`));
    const otherRoot = roots[1 - first] ?? "";
    expect(readFileSync(join(folder, "copied", "10:00.txt"), "utf8")).toContain(`in${otherRoot}`);
    expect(readdirSync(otherRoot).filter((name) => name.startsWith("tsnb-sync-"))).toEqual([]);
    await other.stop();
    for (const root of roots) rmSync(root, { recursive: true, force: true });
  }, 240_000);
});
