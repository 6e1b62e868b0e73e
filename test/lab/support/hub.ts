import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { run } from "./command.ts";
import { freePorts } from "../../../src/jupyter/free-ports.ts";
import { labDir } from "./paths.ts";
import { inVenv } from "./venv.ts";

const PROXY = "configurable-http-proxy@5.2.0";

/**
 * A JupyterHub; of its users' servers, those named `broken` fail, those named `slow` take very long and those named
 * `lazy` a while. A user's server does not start while there is a file `full` in the user's home folder.
 */
export type Hub = {
  readonly url: string;
  readonly tokens: Readonly<Record<string, string>>;
  /** The token of a service that may start and stop all users' servers, and give and take tokens. */
  readonly adminToken: string;
  /** The folder with the home folder of each user. */
  readonly folder: string;
  readonly stop: () => Promise<void>;
};

/** Starts a JupyterHub with a folder and a token for each user. */
export async function startHub(venv: string, users: readonly string[]): Promise<Hub> {
  const proxy = join(labDir, "proxy");
  mkdirSync(proxy, { recursive: true });
  await run("npm", ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", proxy, PROXY]);
  const folder = mkdtempSync(join(tmpdir(), "tsnb-hub-"));
  for (const user of users) mkdirSync(join(folder, user));
  const [port = 0, hubPort = 0, apiPort = 0] = await freePorts(3);
  const config = join(folder, "config.py");
  const command = join(proxy, "node_modules", "configurable-http-proxy", "bin", "configurable-http-proxy");
  writeFileSync(config, configOf(venv, folder, { port, hubPort, apiPort, command: [process.execPath, command] }));
  const path = [dirname(inVenv(venv, "python")), process.env["PATH"]].join(delimiter);
  const hub = spawn(inVenv(venv, "jupyterhub"), ["-f", config], {
    cwd: folder,
    env: { ...process.env, PATH: path },
    stdio: ["ignore", "pipe", "pipe"],
  });
  await ready(hub);
  const url = `http://127.0.0.1:${port}/`;
  const tokens = await Promise.all(users.map(async (user) => [user, await tokenOf(url, user)] as const));
  const stop = async (): Promise<void> => {
    hub.kill("SIGTERM");
    if (hub.exitCode === null) await once(hub, "exit");
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  return { url, tokens: Object.fromEntries(tokens), adminToken: SETUP, folder, stop };
}

const SETUP = "setup-token-of-these-tests";

type Ports = { readonly port: number; readonly hubPort: number; readonly apiPort: number; readonly command: string[] };

function configOf(venv: string, folder: string, { port, hubPort, apiPort, command }: Ports): string {
  const text = JSON.stringify;
  return `
import asyncio
import os

c = get_config()
c.JupyterHub.bind_url = "http://127.0.0.1:${port}/"
c.JupyterHub.hub_port = ${hubPort}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:${apiPort}"
c.ConfigurableHTTPProxy.command = ${text(command)}
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = ${text(join(folder, "{username}"))}
c.Spawner.cmd = [${text(inVenv(venv, "jupyterhub-singleuser"))}, "--allow-root", "--HubOAuth.cache_max_age=1"]
c.Spawner.environment = {
    "JUPYTERHUB_SINGLEUSER_APP": "jupyter_server.serverapp.ServerApp",
    "JUPYTER_PATH": ${text(join(venv, "share", "jupyter"))},
}
c.JupyterHub.allow_named_servers = True
# After a second, the hub answers that a server is starting.
c.JupyterHub.tornado_settings = {"slow_spawn_timeout": 1}

async def before(spawner):
    if spawner.name == "broken" or os.path.exists(os.path.join(${text(folder)}, spawner.user.name, "full")):
        raise RuntimeError("there is no room for it")
    if spawner.name == "slow":
        await asyncio.sleep(600)
    if spawner.name == "lazy":
        await asyncio.sleep(3)

c.Spawner.pre_spawn_hook = before
c.JupyterHub.db_url = "sqlite:///" + ${text(join(folder, "hub.sqlite"))}
c.JupyterHub.cookie_secret_file = ${text(join(folder, "secret"))}
c.JupyterHub.services = [{"name": "setup", "api_token": "${SETUP}"}]
c.JupyterHub.load_roles = [{"name": "setup", "services": ["setup"], "scopes": ["admin:users", "admin:servers", "tokens"]}]
`;
}

function ready(hub: ChildProcess): Promise<void> {
  let log = "";
  return new Promise((resolve, reject) => {
    for (const stream of [hub.stdout, hub.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        log += text;
        if (log.includes("JupyterHub is now running")) resolve();
      });
    }
    hub.once("error", reject);
    hub.once("close", (code) => reject(new Error(`JupyterHub ended with ${code}:\n${log}`)));
  });
}

async function tokenOf(url: string, user: string): Promise<string> {
  const headers = { authorization: `token ${SETUP}`, "content-type": "application/json" };
  await fetch(`${url}hub/api/users/${user}`, { method: "POST", headers });
  const answer = await fetch(`${url}hub/api/users/${user}/tokens`, { method: "POST", headers, body: "{}" });
  const { token }: { token?: string } = await answer.json();
  if (token === undefined) throw new Error(`the hub gave no token for ${user}`);
  return token;
}
