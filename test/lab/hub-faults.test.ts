import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { WebSocket } from "ws";
import { notebookText } from "../support/notebooks.ts";
import { type Hub, startHub } from "./support/hub.ts";
import { tsnb as program } from "./support/paths.ts";
import { type Ended, runTsnb } from "./support/run-tsnb.ts";
import { inVenv, makeVenv } from "./support/venv.ts";

const folder = mkdtempSync(join(tmpdir(), "tsnb-hub-faults-"));
let hub: Hub;

const Terminal = v.object({ name: v.string() });
const Token = v.object({ token: v.string(), id: v.string() });

beforeAll(async () => {
  hub = await startHub(inject("venv"), ["ann", "bob", "cat"]);
}, 120_000);

afterAll(async () => {
  await hub.stop();
  rmSync(folder, { recursive: true, force: true });
});

function run(name: string, address: string, token = ""): Promise<Ended> {
  const args = ["run", `${name}.ipynb`, "--server", address, "--token", token];
  return runTsnb(args, { cwd: folder, venv: inject("venv") });
}

/** Sends a request to the hub as an administrator. */
function admin(method: string, path: string, body?: object): Promise<Response> {
  const headers = { authorization: `token ${hub.adminToken}`, "content-type": "application/json" };
  return fetch(`${hub.url}hub/api/${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
}

function tokenOf(user: string): string {
  const token = hub.tokens[user];
  if (token === undefined) throw new Error(`no token of ${user}`);
  return token;
}

function home(user: string, name: string): string {
  return join(hub.folder, user, name);
}

async function exists(path: string): Promise<void> {
  await expect.poll(() => existsSync(path), { timeout: 90_000 }).toBe(true);
}

/** A notebook whose cell tells a file each time that it runs, and ends only the `times`th time. */
function writeWaiting(name: string, file: string, times: number): void {
  const code = `import { appendFileSync, readFileSync } from "node:fs";
console.log("before the stop");
appendFileSync(${JSON.stringify(file)}, "ran ");
const runs = readFileSync(${JSON.stringify(file)}, "utf8").trim().split(" ").length;
if (runs < ${times}) await new Promise((resolve) => setTimeout(resolve, 600_000));`;
  writeFileSync(join(folder, `${name}.ipynb`), notebookText([code], "tsnb"));
}

function executed(name: string): string {
  return readFileSync(join(folder, "out", "notebooks", `${name}.ipynb`), "utf8");
}

const STOPPED = /the hub reports that the user's server http:\S+ is not running; it was stopped or culled/;

describe("a terminal of a user's server", () => {
  it("has that server's address and token for a run", async () => {
    writeFileSync(join(folder, "first.ipynb"), notebookText(["1"], "tsnb"));
    expect(await run("first", hub.url, tokenOf("ann"))).toMatchObject({ status: 0 });
    writeFileSync(home("ann", "inside.ipynb"), notebookText(['console.log("inside");'], "tsnb"));
    const headers = { authorization: `token ${tokenOf("ann")}` };
    const at = `${hub.url}user/ann/`;
    const made = await fetch(`${at}api/terminals`, { method: "POST", headers });
    const { name } = v.parse(Terminal, await made.json());
    const socket = new WebSocket(`${at.replace("http", "ws")}terminals/websocket/${name}`, { headers });
    await once(socket, "open");
    for (const address of ["JUPYTER_SERVER_URL", "JUPYTERHUB_SERVICE_URL"]) {
      const command = `'${process.execPath}' '${program}' run inside.ipynb --server "$${address}" --out ${address}`;
      socket.send(JSON.stringify(["stdin", `${command} > said 2>&1; echo $? > code && mv code ${address}.code\r`]));
      await exists(home("ann", `${address}.code`));
      const code = readFileSync(home("ann", `${address}.code`), "utf8");
      expect({ code, said: readFileSync(home("ann", "said"), "utf8") }).toMatchObject({ code: "0\n" });
      expect(readFileSync(home("ann", `${address}/notebooks/inside.ipynb`), "utf8")).toContain('"inside\\n"');
    }
    socket.terminate();
  }, 180_000);
});

describe("a user's server that is stopped during a run", () => {
  it("is started again for the notebook", async () => {
    const file = home("bob", "ran.txt");
    writeWaiting("again", file, 2);
    const running = run("again", hub.url, tokenOf("bob"));
    await exists(file);
    expect((await admin("DELETE", "users/bob/server")).ok).toBe(true);
    const { status, stderr } = await running;
    expect(stderr).toMatch(new RegExp(`it starts again.*cell 1 of again\\.ipynb: ${STOPPED.source}`));
    expect({ status, ran: readFileSync(file, "utf8") }).toEqual({ status: 0, ran: "ran ran " });
  }, 180_000);

  it("fails the notebook, which keeps its outputs, when the hub's idle culler stops it and it cannot start again", async () => {
    const file = home("cat", "ran.txt");
    writeWaiting("culled", file, 2);
    const running = run("culled", hub.url, tokenOf("cat"));
    await exists(file);
    writeFileSync(home("cat", "full"), "");
    const venv = await makeVenv("culler-venv", ["jupyterhub-idle-culler==2.*"]);
    const args = ["-m", "jupyterhub_idle_culler", `--url=${hub.url}hub/api`, "--timeout=1", "--cull-every=1"];
    const env = { ...process.env, JUPYTERHUB_API_TOKEN: hub.adminToken };
    const culler = spawn(inVenv(venv, "python"), args, { env, stdio: "ignore" });
    const { status, stderr } = await running;
    culler.kill();
    expect(stderr).toMatch(STOPPED);
    expect(stderr).toMatch(
      /culled\.ipynb: failed.*\nAsking the JupyterHub for the user's server at \S+: the server answered 500/,
    );
    expect(stderr).not.toContain("may be left");
    expect({ status, ran: readFileSync(file, "utf8") }).toEqual({ status: 4, ran: "ran " });
    expect(executed("culled")).toContain('"before the stop\\n"');
  }, 300_000);
});

describe("a user's server that is starting already", () => {
  it("is waited for", async () => {
    expect((await admin("POST", "users/ann/servers/lazy")).status).toBe(202);
    writeFileSync(join(folder, "lazy.ipynb"), notebookText(["process.cwd()"], "tsnb"));
    const ended = await run("lazy", `${hub.url}user/ann/lazy/`, tokenOf("ann"));
    expect(ended).toMatchObject({ status: 0 });
  }, 180_000);
});

describe("a token that is taken back, as one that expires", () => {
  it("is named during the run, and before the next one", async () => {
    const file = home("ann", "expires.txt");
    writeWaiting("expires", file, 2);
    const made = await admin("POST", "users/ann/tokens", {});
    const { token, id } = v.parse(Token, await made.json());
    const running = run("expires", hub.url, token);
    await exists(file);
    expect((await admin("DELETE", `users/ann/tokens/${id}`)).ok).toBe(true);
    const { status, stderr } = await running;
    expect(status).toBe(4);
    expect(stderr).toMatch(
      /cell 1 of expires\.ipynb: .*answered 403.*the token may have expired; its kernel may still run there/,
    );
    expect(executed("expires")).toContain('"before the stop\\n"');
    const after = await run("expires", hub.url, token);
    expect(after.status).toBe(4);
    expect(after.stderr).toMatch(/refused it with 403, and the token is unknown there or has expired\./);
  }, 180_000);
});
