import { spawn } from "node:child_process";
import { delimiter, dirname, join } from "node:path";
import { tsnb } from "./paths.ts";
import { inVenv } from "./venv.ts";

/** The output and exit code of the command; `status` is null when a signal ended it. */
export type Ended = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

type Place = { readonly cwd: string; readonly venv: string; readonly env?: NodeJS.ProcessEnv };

/** Runs `tsnb` to its end with the kernels and programs of a virtual environment. */
export async function runTsnb(args: readonly string[], { cwd, venv, env = {} }: Place): Promise<Ended> {
  const path = [dirname(inVenv(venv, "python")), process.env["PATH"]].join(delimiter);
  const own = { ...process.env, PATH: path, JUPYTER_PATH: join(venv, "share", "jupyter"), ...env };
  const child = spawn(process.execPath, [tsnb, ...args], { cwd, env: own, stdio: ["ignore", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return { status, stdout, stderr };
}
