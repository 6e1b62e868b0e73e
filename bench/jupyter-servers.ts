import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freePorts } from "../src/jupyter/free-ports.ts";
import { tsnbKernelspec } from "../src/kernel/kernelspec.ts";
import { plainEnvironment } from "./measure.ts";
import type { Python } from "./python.ts";

/** A jupyter_server on loopback with tsnb's kernel. */
export type JupyterServer = { readonly url: string; readonly token: string; readonly process: ChildProcess };

const READY = /is running at:/;

/**
 * Starts Jupyter servers, each with its own settings.
 *
 * @param folder the folder for their settings.
 * @param served the root folder of the servers.
 */
export async function startServers(
  count: number,
  { program }: Python,
  folder: string,
  served: string,
): Promise<JupyterServer[]> {
  const { argv, displayName, language } = tsnbKernelspec(process.execPath);
  const spec = join(folder, "data", "kernels", "tsnb");
  await mkdir(spec, { recursive: true });
  await writeFile(join(spec, "kernel.json"), JSON.stringify({ argv, display_name: displayName, language }));
  const ports = await freePorts(count);
  return Promise.all(ports.map((port) => startServer(program, port, join(folder, `${port}`), spec, served)));
}

async function startServer(
  program: string,
  port: number,
  folder: string,
  spec: string,
  served: string,
): Promise<JupyterServer> {
  const token = randomUUID();
  const options = {
    "ServerApp.ip": "127.0.0.1",
    "ServerApp.port": port,
    "ServerApp.port_retries": 0,
    "ServerApp.root_dir": served,
    "IdentityProvider.token": token,
  };
  const given = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
  const folders = {
    JUPYTER_CONFIG_DIR: join(folder, "config"),
    // A Python may have a kernelspec with the same name.
    JUPYTER_PATH: join(spec, "..", ".."),
    JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
  };
  const server = spawn(program, ["-m", "jupyter_server", "--no-browser", "--allow-root", ...given], {
    env: { ...plainEnvironment(), ...folders },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  await new Promise<void>((resolve, reject) => {
    server.stderr.setEncoding("utf8").on("data", (text: string) => {
      log = (log + text).slice(-4000);
      if (READY.test(log)) resolve();
    });
    server
      .once("error", reject)
      .once("close", (code) => reject(new Error(`jupyter_server ended with ${code}: ${log}`)));
  });
  return { url: `http://127.0.0.1:${port}/`, token, process: server };
}

/** Stops servers, and with them their kernels. */
export async function stopServers(servers: readonly JupyterServer[]): Promise<void> {
  await Promise.all(
    servers.map(async ({ process: server }) => {
      if (server.exitCode !== null || server.signalCode !== null) return;
      const ended = once(server, "exit");
      server.kill("SIGTERM");
      await ended;
    }),
  );
}
