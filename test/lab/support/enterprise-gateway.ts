import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts } from "../../../src/jupyter/free-ports.ts";
import { inVenv, makeVenv } from "./venv.ts";

const READY = /is available at http/;

/** An Enterprise Gateway on loopback. */
export type EnterpriseGateway = {
  readonly url: string;
  readonly log: () => string;
  readonly stop: () => Promise<void>;
};

type GatewayOptions = {
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** False for the gateway's own default, 403 for a list of the running kernels. Default true. */
  readonly isListing?: boolean;
};

/**
 * Starts the real gateway in its own environment: it needs older versions of Jupyter's packages than JupyterLab does.
 *
 * @param kernels the prefix that its kernelspecs are installed in.
 */
export async function startEnterpriseGateway(
  kernels: string,
  { args = [], env = {}, isListing = true }: GatewayOptions = {},
): Promise<EnterpriseGateway> {
  const venv = await makeVenv("gateway-venv", ["jupyter_enterprise_gateway==3.3.*"]);
  const own = await mkdtemp(join(tmpdir(), "tsnb-gateway-"));
  const [port = 0, responsePort = 0] = await freePorts(2);
  const listening = ["enterprisegateway", "--ip=127.0.0.1", `--port=${port}`, "--port_retries=0"];
  const listed = isListing ? ["--EnterpriseGatewayApp.list_kernels=True"] : [];
  const server = spawn(inVenv(venv, "jupyter"), [...listening, ...listed, ...args], {
    env: {
      ...process.env,
      JUPYTER_PATH: join(kernels, "share", "jupyter"),
      JUPYTER_CONFIG_DIR: join(own, "config"),
      JUPYTER_DATA_DIR: join(own, "data"),
      JUPYTER_RUNTIME_DIR: join(own, "runtime"),
      EG_KERNEL_LOG_DIR: own,
      EG_RESPONSE_IP: "127.0.0.1",
      // The gateway refuses root by default, and tests in containers run as root.
      EG_UNAUTHORIZED_USERS: "nobody",
      EG_RESPONSE_PORT: String(responsePort),
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(server, "exit");
  let log = "";
  await new Promise<void>((resolve, reject) => {
    for (const stream of [server.stdout, server.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        log += text;
        if (READY.test(log)) resolve();
      });
    }
    server.once("error", reject);
    server.once("close", (code) => reject(new Error(`Enterprise Gateway ended with ${code}:\n${log}`)));
  });
  const stop = async (): Promise<void> => {
    server.kill("SIGTERM");
    await ended;
    await rm(own, { recursive: true, force: true, maxRetries: 5 });
  };
  return { url: `http://127.0.0.1:${port}`, log: () => log, stop };
}
