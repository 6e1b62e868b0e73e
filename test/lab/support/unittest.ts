import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inVenv } from "./venv.ts";

const folder = join(import.meta.dirname, "..", "python");

/** The names of the test classes in a Python file, as `module.Class`. */
export function classesOf(module: string): string[] {
  const text = readFileSync(join(folder, `${module}.py`), "utf8");
  return [...text.matchAll(/^class (\w+)/gm)].map(([, name = ""]) => `${module}.${name}`);
}

/** The result of a run of Python's unittest. */
export type Verdict = {
  /** Empty when everything passed; otherwise, everything that was printed. */
  readonly failures: string;
  readonly ran: number;
  readonly skipped: number;
};

/** Runs a test class with the environment's Python, which finds only the environment's own kernels. */
export async function runClass(venv: string, name: string): Promise<Verdict> {
  const own = mkdtempSync(join(tmpdir(), "tsnb-jupyter-"));
  const { JUPYTER_PATH: _, ...inherited } = process.env;
  const env = {
    ...inherited,
    PYTHONDONTWRITEBYTECODE: "1",
    JUPYTER_CONFIG_DIR: join(own, "config"),
    JUPYTER_DATA_DIR: join(own, "data"),
    JUPYTER_RUNTIME_DIR: join(own, "runtime"),
  };
  const child = spawn(inVenv(venv, "python"), ["-m", "unittest", "-v", name], {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  rmSync(own, { recursive: true, force: true });
  return {
    failures: code === 0 ? "" : printed,
    ran: Number(/^Ran (\d+) test/m.exec(printed)?.[1] ?? 0),
    skipped: Number(/skipped=(\d+)/.exec(printed)?.[1] ?? 0),
  };
}
