import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { freePorts } from "../../../src/jupyter/free-ports.ts";
import { labDir, root } from "./paths.ts";
import { inVenv } from "./venv.ts";

export type JupyterServer = {
  readonly url: string;
  readonly token: string;
  readonly log: () => string;
  /** Sends the server a signal, by default SIGTERM, and waits for its end. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>;
};

export type ServerOptions = {
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Default: a random token. Empty for a server that asks for none. */
  readonly token?: string;
  /** Default: a free port. */
  readonly port?: number;
};

const LAB_ALONE = [
  "--LabApp.news_url=None",
  "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
  "--LabApp.extension_manager=readonly",
  "--LabApp.expose_app_in_browser=True",
];

const READY = /is running at:|is available at http/;

/** Starts JupyterLab on a free loopback port; it serves the project and makes no requests to other machines. */
export function startJupyterLab(venv: string, { args = [], env = {} }: ServerOptions = {}): Promise<JupyterServer> {
  return start(venv, "jupyter-lab", {
    args: [`--ServerApp.root_dir=${root}`, ...LAB_ALONE, ...args],
    env,
    token: randomUUID(),
  });
}

/** Starts a Jupyter server without pages on loopback; it serves a folder. */
export function startJupyterServer(
  venv: string,
  folder: string,
  { args = [], token = randomUUID(), ...options }: ServerOptions = {},
): Promise<JupyterServer> {
  return start(venv, "jupyter-server", { ...options, args: [`--ServerApp.root_dir=${folder}`, ...args], token });
}

/** Starts a Kernel Gateway on a free loopback port; its kernels work in a folder. */
export function startKernelGateway(venv: string, folder: string): Promise<JupyterServer> {
  return start(venv, "jupyter-kernelgateway", { args: [], token: randomUUID(), folder });
}

/** Starts Notebook 6, a server of before Jupyter Server, on a free loopback port; it serves a folder. */
export function startNotebook6(venv: string, folder: string): Promise<JupyterServer> {
  return start(venv, "jupyter-notebook", {
    args: [`--NotebookApp.notebook_dir=${folder}`],
    token: randomUUID(),
  });
}

type Start = ServerOptions & Pick<Required<ServerOptions>, "args" | "token"> & { readonly folder?: string };

async function start(
  venv: string,
  program: string,
  { args, env = {}, token, port: wanted, folder = root }: Start,
): Promise<JupyterServer> {
  const own = await mkdtemp(join(tmpdir(), "tsnb-lab-"));
  await writeSettings(join(own, "settings"));
  const [port = 0] = wanted === undefined ? await freePorts(1) : [wanted];
  const given = ARGUMENTS[program] ?? serverArguments;
  const path = [dirname(inVenv(venv, "python")), process.env["PATH"]].join(delimiter);
  const server = spawn(inVenv(venv, program), [...given(port, token), ...args], {
    cwd: folder,
    env: { ...process.env, PATH: path, ...surroundings(own), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  // Not "close": the server's kernels may keep its output open for longer.
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  let log = "";
  await new Promise<void>((resolve, reject) => {
    for (const stream of [server.stdout, server.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        log += text;
        if (READY.test(log)) resolve();
      });
    }
    server.once("error", reject);
    server.once("close", (code) => reject(new Error(`${program} ended with ${code}:\n${log}`)));
  });
  const stop = async (signal: NodeJS.Signals = "SIGTERM"): Promise<void> => {
    server.kill(signal);
    await ended;
    await rm(own, { recursive: true, force: true, maxRetries: 5 });
  };
  return { url: `http://127.0.0.1:${port}`, token, log: () => log, stop };
}

const ARGUMENTS: Readonly<Record<string, typeof serverArguments>> = {
  "jupyter-kernelgateway": (port, token) => appArguments("KernelGatewayApp", { port, auth_token: token }),
  "jupyter-notebook": (port, token) => [
    "--no-browser",
    "--allow-root",
    ...appArguments("NotebookApp", { port, token }),
  ],
};

function appArguments(app: string, own: Readonly<Record<string, string | number>>): string[] {
  const given = { ip: "127.0.0.1", port_retries: 0, ...own };
  return Object.entries(given).map(([name, value]) => `--${app}.${name}=${value}`);
}

function serverArguments(port: number, token: string): string[] {
  return [
    "--no-browser",
    "--allow-root",
    "--ServerApp.ip=127.0.0.1",
    `--ServerApp.port=${port}`,
    "--ServerApp.port_retries=0",
    `--IdentityProvider.token=${token}`,
  ];
}

function surroundings(own: string): NodeJS.ProcessEnv {
  return {
    JUPYTER_CONFIG_DIR: join(own, "config"),
    JUPYTER_DATA_DIR: join(own, "data"),
    JUPYTER_RUNTIME_DIR: join(own, "runtime"),
    JUPYTERLAB_SETTINGS_DIR: join(own, "settings"),
    JUPYTERLAB_WORKSPACES_DIR: join(own, "workspaces"),
    IPYTHONDIR: join(own, "ipython"),
    TSNB_CHARTS: join(labDir, "charts"),
  };
}

async function writeSettings(folder: string): Promise<void> {
  const settings = {
    "apputils-extension/notification": { fetchNews: "false", checkForUpdates: false },
  };
  for (const [name, value] of Object.entries(settings)) {
    const file = join(folder, "@jupyterlab", `${name}.jupyterlab-settings`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(value));
  }
}
