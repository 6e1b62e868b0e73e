import { spawn } from "node:child_process";
import { delimiter } from "node:path";
import type { Lab } from "./find-lab.ts";

export type LabOptions = {
  /** The folder that JupyterLab shows. */
  readonly project: string;
  /** The path of the notebook to open, from that folder; undefined for none. */
  readonly notebook: string | undefined;
  /** The data folder with the kernels. */
  readonly data: string;
  readonly browser: boolean;
  readonly port: number | undefined;
};

/** Starts JupyterLab in this terminal, and resolves with its exit code when it has ended (1 when a signal ended it). */
export async function startLab(lab: Lab, { project, notebook, data, browser, port }: LabOptions): Promise<number> {
  const path = notebook?.split(/[\\/]/).map(encodeURIComponent).join("/");
  const args = [
    `--ServerApp.root_dir=${project}`,
    ...(path === undefined ? [] : [`--LabApp.default_url=/lab/tree/${path}`]),
    ...(port === undefined ? [] : [`--ServerApp.port=${port}`]),
    ...(browser ? [] : ["--no-browser"]),
    // In a container, root is often the only user.
    ...(process.getuid?.() === 0 ? ["--allow-root"] : []),
  ];
  const listed = process.env["JUPYTER_PATH"];
  const env = { ...process.env, JUPYTER_PATH: listed ? `${data}${delimiter}${listed}` : data };
  const server = spawn(lab.program, args, { cwd: project, env, stdio: "inherit" });
  const onEnd = (): void => void server.kill("SIGTERM");
  process.on("SIGINT", leaveToServer).on("SIGTERM", onEnd).on("SIGHUP", onEnd);
  try {
    return await new Promise<number>((resolve, reject) => {
      server.once("error", reject).once("close", (code) => resolve(code ?? 1));
    });
  } finally {
    process.off("SIGINT", leaveToServer).off("SIGTERM", onEnd).off("SIGHUP", onEnd);
  }
}

/** Ignores SIGINT: the terminal also sends it to the server, which then asks whether to end. */
function leaveToServer(): void {}
